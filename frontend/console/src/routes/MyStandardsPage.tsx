import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { myStandardsQuery } from '../features/standards/queries';
import { StandardsView } from '../features/standards/StandardsView';
import { useLanguage, useT } from '../i18n/setup';
import { useFormat } from '../lib/session';
import { Picker } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Notice } from '../ui/Notice';
import { PageHead } from '../ui/PageHead';
import { Skeleton } from '../ui/Skeleton';
import { Allowed } from './Allowed';

export default function MyStandardsPage() {
  const t = useT();
  return (
    <Allowed title={t('nav.myStandards')} needs="read standard">
      <MyStandards />
    </Allowed>
  );
}

function MyStandards() {
  const t = useT();
  const format = useFormat();
  const query = useQuery(myStandardsQuery(useLanguage()));
  const { view = 'standards' } = useSearch({ from: '/my-standards' });
  const { hash } = useLocation();
  const navigate = useNavigate({ from: '/my-standards' });
  const [code, setCode] = useState<string>();
  const posts = query.data?.posts ?? [];
  const post = posts.find((p) => p.code === code) ?? posts[0];
  return (
    <>
      <PageHead
        title={t('nav.myStandards')}
        lead={query.data && post && t('mine.standard.lead', { post: post.name.text, day: format.day(query.data.day) })}
      >
        {posts.length > 1 && post && (
          <Picker
            label={t('mine.standard.post')}
            value={post.code}
            options={posts.map((p) => ({ value: p.code, label: p.name.text }))}
            onChange={setCode}
          />
        )}
      </PageHead>
      <Loaded query={query} skeleton={<Skeleton lines={6} height={64} />}>
        {() =>
          post ? (
            <StandardsView
              key={post.code}
              post={post}
              view={view}
              asked={hash}
              onView={(next) => void navigate({ search: next === 'phrases' ? { view: next } : {}, replace: true })}
            />
          ) : (
            <Notice tone="info">{t('mine.standard.nobody')}</Notice>
          )
        }
      </Loaded>
    </>
  );
}
