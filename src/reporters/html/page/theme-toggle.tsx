import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.js';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const ICONS: Readonly<Record<Theme, IconName>> = { auto: 'auto', light: 'sun', dark: 'moon' };
const KEY = 'kube-rehearse-theme';

/** Switches between the system's theme, light and dark; remembered where the browser lets a page from disk remember. */
export function ThemeToggle(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // a browser may give pages from disk no storage; the choice then lasts as long as the page
    }
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!;
  return (
    <button type="button" class="theme" onClick={() => setTheme(next)} title={`Theme: ${theme}. Switch to ${next}`}>
      <Icon name={ICONS[theme]} />
      <span class="unseen">{`Theme: ${theme}. Switch to ${next}`}</span>
    </button>
  );
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}
