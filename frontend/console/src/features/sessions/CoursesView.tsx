import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../../api/client';
import { queries } from '../../api/queries';
import type { Course } from '../../api/types';
import { useT } from '../../i18n/setup';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { SearchField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { Loaded } from '../../ui/Loaded';
import { PageHead } from '../../ui/PageHead';
import { Skeleton } from '../../ui/Skeleton';
import { CourseForm } from './CourseForm';
import styles from './CoursesView.module.css';
import { matches } from './courses';
import { coursesQuery } from './queries';

/** What can be taught here. */
export function CoursesView() {
  const t = useT();
  const manages = may(useSession(), 'manage course');
  const query = useQuery(coursesQuery(true));
  const [words, setWords] = useState('');
  const [making, setMaking] = useState(false);
  const [retiring, setRetiring] = useState<Course>();
  return (
    <>
      <PageHead title={t('nav.courses')} lead={t('training.courses.lead')}>
        {manages && (
          <Button icon={IconPlus} onClick={() => setMaking(true)}>
            {t('training.courses.new')}
          </Button>
        )}
      </PageHead>
      <div className={styles.page}>
        <SearchField
          label={t('training.courses.search')}
          value={words}
          onChange={setWords}
          icon={<Icon of={IconSearch} size={18} />}
        />
        <Loaded query={query} skeleton={<Skeleton lines={10} height={56} />}>
          {(courses) => {
            const found = courses.filter((course) => matches(course, words));
            if (found.length > 0) return <List courses={found} onRetire={manages ? setRetiring : undefined} />;
            return (
              <p className="muted">
                {t('training.courses.none')}{' '}
                <Button quiet onClick={() => setWords('')}>
                  {t('action.clearFilters')}
                </Button>
              </p>
            );
          }}
        </Loaded>
      </div>
      {making && <CourseForm onClose={() => setMaking(false)} />}
      <Retire course={retiring} onClose={() => setRetiring(undefined)} />
    </>
  );
}

function List({ courses, onRetire }: { courses: Course[]; onRetire: ((course: Course) => void) | undefined }) {
  const t = useT();
  const format = useFormat();
  const text = useLocalized();
  return (
    <ul className={styles.list}>
      {courses.map((c) => (
        <li key={c.id}>
          <span className={styles.what}>
            <b>{text(c.title)}</b>
            <small>
              {[
                t(`training.category.${c.category as 'cases'}`),
                t(`training.mode.${c.mode as 'online'}`),
                t(`training.level.${c.level as 'everyone'}`),
                t('training.hoursLong', { n: format.hoursSaid(c.minutes) }),
              ].join(t('list.separator'))}
            </small>
          </span>
          {c.retiredAt && <Chip tone="missing">{t('training.courses.retired')}</Chip>}
          {!c.retiredAt && onRetire && (
            <Button quiet onClick={() => onRetire(c)}>
              {t('training.courses.retire')}
              <span className="visually-hidden"> {text(c.title)}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Asks before a course is taken out of the list: it does not come back. */
function Retire({ course, onClose }: { course: Course | undefined; onClose: () => void }) {
  const t = useT();
  const text = useLocalized();
  const retire = useMutation({
    mutationFn: (id: number) => answer(api.POST('/api/v1/courses/{id}/retire', { params: { path: { id } } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['courses'] });
      onClose();
    },
  });
  return (
    <Dialog
      open={course !== undefined}
      title={t('training.courses.retireTitle', { name: course ? text(course.title) : '' })}
      close={t('action.close')}
      onClose={onClose}
    >
      <p>{t('training.courses.retireLead')}</p>
      {retire.error && <Failure error={retire.error} />}
      <Button main busy={retire.isPending} onClick={() => course && retire.mutate(course.id)}>
        {t('training.courses.retire')}
      </Button>
    </Dialog>
  );
}
