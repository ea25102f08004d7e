/** The mark and the name. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 8 }} translate="no">
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#0f766e" />
        <path d="M21.6 11.2a7.6 7.6 0 1 0 0 9.6" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
        <path
          d="M16 11.4V16l3.2 2.2"
          fill="none"
          stroke="#99f6e4"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span style={{ fontWeight: 650, fontSize: size * 0.68, letterSpacing: '-0.01em' }}>Crony</span>
    </span>
  );
}
