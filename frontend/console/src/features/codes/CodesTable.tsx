import { useState } from 'react';
import type { Touchpoint } from '../../api/types';
import { useT } from '../../i18n/setup';
import { useFormat, useLocalized } from '../../lib/session';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { Failure } from '../../ui/Failure';
import { Scroll } from '../../ui/Scroll';
import { useReissue } from './actions';
import styles from './CodesTable.module.css';
import { RevokeDialog } from './RevokeDialog';

/** The codes that hold. Several can be withdrawn at once. */
export function CodesTable({ codes }: { codes: Touchpoint[] }) {
  const t = useT();
  const format = useFormat();
  const localized = useLocalized();
  const reissue = useReissue();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [revoking, setRevoking] = useState<number[]>([]);
  const name = (p: Touchpoint) => p.name || (p.label ? localized(p.label) : '');
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  if (codes.length === 0) return <p className="muted">{t('codes.none')}</p>;
  return (
    <Card
      title={t('codes.list')}
      side={
        chosen.size > 0 && (
          <Button onClick={() => setRevoking([...chosen])}>{t('codes.revokeChosen', { n: chosen.size })}</Button>
        )
      }
    >
      {reissue.error && <Failure error={reissue.error} />}
      <Scroll label={t('codes.list')} tall>
        <table className={styles.table}>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('codes.who')}</th>
              <th scope="col">{t('codes.kind')}</th>
              <th scope="col" className={styles.wide}>
                {t('codes.since')}
              </th>
              <th scope="col" className="no-print">
                {t('period.actions')}
              </th>
            </tr>
          </thead>
          <tbody>
            {codes.map((p) => (
              <tr key={p.id}>
                <td>
                  <input
                    type="checkbox"
                    className={styles.box}
                    aria-label={t('codes.choose', { name: name(p) })}
                    checked={chosen.has(p.id)}
                    onChange={() => toggle(p.id)}
                  />
                </td>
                <th scope="row">{name(p)}</th>
                <td>{t(`codes.kind.${p.kind as 'badge'}`)}</td>
                <td className={styles.wide}>{format.dateTime(new Date(p.createdAt))}</td>
                <td className="no-print">
                  <span className={styles.actions}>
                    <Button
                      quiet
                      busy={reissue.isPending && reissue.variables === p.id}
                      onClick={() => reissue.mutate(p.id)}
                    >
                      {t('codes.reissue')}
                      <span className="visually-hidden"> {name(p)}</span>
                    </Button>
                    <Button quiet onClick={() => setRevoking([p.id])}>
                      {t('codes.revoke')}
                      <span className="visually-hidden"> {name(p)}</span>
                    </Button>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <RevokeDialog
        ids={revoking}
        onClose={(done) => {
          setRevoking([]);
          if (done) setChosen(new Set());
        }}
      />
    </Card>
  );
}
