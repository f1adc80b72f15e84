import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import { codeOf, printed } from '../../lib/field/badge';
import { TextField } from '../../ui/Field';
import { caretAfter, codeLength, grouped, stranger } from './code';

/** The short code under the QR code, typed by hand: it groups itself, and is looked up as soon as it is complete. */
export function CodeField({ onCode }: { onCode: (code: string) => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const composing = useComposing(field, () => setText(grouped));
  const wrong = stranger(text);

  // The group's space moves what is behind it; the caret stays behind what was typed.
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const change = (typed: string) => {
    if (composing.current) setText(typed);
    else {
      const before = printed(typed.slice(0, field.current?.selectionStart ?? typed.length)).length;
      caret.current = caretAfter(Math.min(before, codeLength));
      setText(grouped(typed));
    }
    const code = codeOf(grouped(typed));
    if (code && code !== codeOf(text)) onCode(code);
  };

  return (
    <TextField
      ref={field}
      label={t('scan.code')}
      value={text}
      onChange={change}
      autoComplete="off"
      error={wrong && t('scan.codeWrong', { character: wrong })}
    />
  );
}

/** Whether a keyboard composes a word in a field: on many phones always. What is changed under its hands, it doubles. */
function useComposing(field: RefObject<HTMLInputElement | null>, onEnd: () => void) {
  const composing = useRef(false);
  const end = useRef(onEnd);
  end.current = onEnd;
  useEffect(() => {
    const input = field.current;
    const begun = () => {
      composing.current = true;
    };
    const ended = () => {
      composing.current = false;
      end.current();
    };
    input?.addEventListener('compositionstart', begun);
    input?.addEventListener('compositionend', ended);
    return () => {
      input?.removeEventListener('compositionstart', begun);
      input?.removeEventListener('compositionend', ended);
    };
  }, [field]);
  return composing;
}
