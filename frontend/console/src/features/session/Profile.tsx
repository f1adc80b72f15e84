import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { languageNames } from '../../i18n/languages';
import { useLanguage, useT } from '../../i18n/setup';
import { hotkeysOn, setHotkeys } from '../../lib/hotkeys';
import { roleName, roleNames } from '../../lib/roles';
import { may, useFormat, useLocalized, useSession } from '../../lib/session';
import { version } from '../../lib/update';
import { LeavingLink } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Fact';
import { Picker } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { PageHead } from '../../ui/PageHead';
import { Segmented } from '../../ui/Segmented';
import { rememberLanguage } from './actions';
import { CodeIssued } from './CodeIssued';
import type { People } from './DelegateForm';
import { DelegationsCard } from './DelegationsCard';
import { FactorCard } from './FactorCard';
import { PasswordForm } from './PasswordForm';
import styles from './Profile.module.css';
import { SessionsCard } from './SessionsCard';
import { SignOutButton } from './SignOutButton';

interface Props {
  elsewhere: ReactNode; // the way to other pages
  people: People;
}

/** Who I am here, and how I like it to look. */
export function Profile({ elsewhere, people }: Props) {
  const t = useT();
  return (
    <>
      <PageHead title={t('profile.title')} ageless />
      {elsewhere}
      <CodeIssued />
      <div className={styles.columns}>
        <Person />
        <Looks />
        <Password />
        <FactorCard />
        <DelegationsCard people={people} />
        <SessionsCard />
        <ForPrograms />
      </div>
    </>
  );
}

function Person() {
  const t = useT();
  const session = useSession();
  const text = useLocalized();
  const format = useFormat();
  return (
    <Card title={session.employee?.name ?? session.name}>
      <Facts
        facts={[
          [t('profile.account'), session.name],
          ...(session.employee ? [[t('profile.number'), session.employee.number] as const] : []),
          [t('profile.roles'), roleNames(t, session).join(t('list.separator'))],
          ...session.standsIn.map(
            (d) =>
              [
                t('profile.standsIn'),
                t('profile.standsInUntil', { name: d.fromName, role: roleName(t, d.role), date: format.day(d.to) }),
              ] as const,
          ),
          [t('profile.hospital'), text(session.hospital.name)],
          [t('update.version'), version],
        ]}
      />
      <div className={styles.action}>
        <SignOutButton />
      </div>
    </Card>
  );
}

function Looks() {
  const t = useT();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setKeys] = useState(hotkeysOn);
  const themes = (['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.${value}`) }));
  const onOff = (['on', 'off'] as const).map((value) => ({ value, label: t(`keys.${value}`) }));
  return (
    <Card title={t('profile.looks')}>
      <div className="stack">
        <Picker
          visibleLabel
          label={t('profile.language')}
          value={language}
          options={languageNames.map(([value, label]) => ({ value, label }))}
          onChange={(value) => void rememberLanguage(value)}
        />
        <div>
          <p className={styles.label}>{t('profile.theme')}</p>
          <Segmented<MantineColorScheme>
            label={t('profile.theme')}
            value={colorScheme}
            options={themes}
            onChange={setColorScheme}
          />
        </div>
        <div>
          <p className={styles.label}>{t('keys.title')}</p>
          <p className={`${styles.hint} muted small`}>{t('keys.explained')}</p>
          <Segmented
            label={t('keys.title')}
            value={keys ? 'on' : 'off'}
            options={onOff}
            onChange={(value) => {
              setHotkeys(value === 'on');
              setKeys(value === 'on');
            }}
          />
        </div>
      </div>
    </Card>
  );
}

/** What other systems of the hospital call, for those who look after their keys. */
function ForPrograms() {
  const t = useT();
  if (!may(useSession(), 'read api-key')) return null;
  return (
    <Card title={t('me.programs')} lead={t('me.programsLead')}>
      <LeavingLink href="/api-docs">{t('me.apiDocs')}</LeavingLink>
    </Card>
  );
}

function Password() {
  const t = useT();
  const [done, setDone] = useState(false);
  return (
    <Card title={t('password.title')}>
      {done && <Notice tone="info">{t('password.done')}</Notice>}
      <PasswordForm onDone={() => setDone(true)} />
    </Card>
  );
}
