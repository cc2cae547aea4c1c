/** Light, dark, or as the system has it; remembered. */
import {
  type BrandVariants,
  createDarkTheme,
  createDOMRenderer,
  createLightTheme,
  FluentProvider,
  RendererProvider,
} from '@fluentui/react-components';
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { remember, remembered } from './remembered.ts';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export type Theming = {
  readonly choice: ThemeChoice;
  readonly isDark: boolean;
  readonly choose: (choice: ThemeChoice) => void;
};

const brand: BrandVariants = {
  10: '#011716',
  20: '#032827',
  30: '#043b3a',
  40: '#054b4b',
  50: '#065b5c',
  60: '#066a6c',
  70: '#077275',
  80: '#0a7a7d',
  90: '#1f8b8d',
  100: '#36a0a1',
  110: '#50b4b4',
  120: '#6cc5c4',
  130: '#8ad5d3',
  140: '#a7e1df',
  150: '#c4ecea',
  160: '#e0f7f5',
};

const light = createLightTheme(brand);
const dark = {
  ...createDarkTheme(brand),
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
};

/** The page's own styles are told from a stranger's by the nonce of this one answer; the development server has none. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});

const Context = createContext<Theming | undefined>(undefined);
const systemDark = matchMedia('(prefers-color-scheme: dark)');

/** The theme in use, and how to choose another. */
export function useTheme(): Theming {
  const theming = use(Context);
  if (theming === undefined) throw new Error('useTheme outside of Themed.');
  return theming;
}

export function Themed({ children }: { readonly children: ReactNode }) {
  const [choice, setChoice] = useState(rememberedChoice);
  const isSystemDark = useSyncExternalStore(watchSystem, () => systemDark.matches);
  const isDark = choice === 'dark' || (choice === 'system' && isSystemDark);
  const theming = useMemo(() => {
    const choose = (next: ThemeChoice): void => {
      remember('theme', next === 'system' ? undefined : next);
      setChoice(next);
    };
    return { choice, isDark, choose };
  }, [choice, isDark]);
  useEffect(() => {
    // For what is no Fluent component: scroll bars, and the page before its first paint.
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  }, [isDark]);
  return (
    <Context value={theming}>
      <RendererProvider renderer={renderer}>
        <FluentProvider theme={isDark ? dark : light}>{children}</FluentProvider>
      </RendererProvider>
    </Context>
  );
}

function rememberedChoice(): ThemeChoice {
  const kept = remembered('theme');
  return themeChoices.find((choice) => choice === kept) ?? 'system';
}

function watchSystem(changed: () => void): () => void {
  systemDark.addEventListener('change', changed);
  return () => systemDark.removeEventListener('change', changed);
}
