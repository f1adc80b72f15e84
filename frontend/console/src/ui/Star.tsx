const path = 'M12 2.2l2.93 6.1 6.57.9-4.8 4.6 1.17 6.6L12 17.2l-5.87 3.2 1.17-6.6-4.8-4.6 6.57-.9z';

/** The star of recognition. With a title it speaks for itself, without one it stands beside the word. */
export function Star({ size = 16, title }: { size?: number; title?: string }) {
  const shape = <path d={path} fill="var(--gold)" stroke="var(--gold)" strokeWidth="1.6" strokeLinejoin="round" />;
  const box = { viewBox: '0 0 24 24', width: size, height: size };
  if (!title) {
    return (
      <svg {...box} aria-hidden="true">
        {shape}
      </svg>
    );
  }
  return (
    <svg {...box} role="img" aria-label={title}>
      <title>{title}</title>
      {shape}
    </svg>
  );
}

/** The mark of the product: the star over a smile. */
export function Logo({ size = 32 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#0a5a50" />
      <g transform="translate(5.2 4.6) scale(.9)">
        <path d={path} fill="#f2b705" stroke="#f2b705" strokeWidth="1.6" strokeLinejoin="round" />
      </g>
      <path
        d="M8.5 25.2c4.8 2.6 10.2 2.6 15 0"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        fill="none"
        opacity=".9"
      />
    </svg>
  );
}
