import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The seventh carries white text at more than 4.5 : 1; the third is readable on the dark ground. */
const petrol: MantineColorsTuple = [
  '#eefbf8',
  '#d9f3ee',
  '#aee5dc',
  '#7fd5c8',
  '#4fbfb0',
  '#2ba595',
  '#178d7e',
  '#0f766e',
  '#0c5f59',
  '#084a45',
];

/** A little blue in the greys, and a dark that is not black. */
const dark: MantineColorsTuple = [
  '#d3dae3',
  '#b9c3cf',
  '#98a5b5',
  '#6f7d8f',
  '#3b4757',
  '#2b3543',
  '#222a36',
  '#1a212b',
  '#141a22',
  '#0e1319',
];

/** Chinese faces are named, or browsers take the Japanese ones for the same characters. */
const SANS =
  'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
const MONO =
  'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", "Liberation Mono", Menlo, Consolas, "Noto Sans CJK SC", monospace';

const small = { defaultProps: { size: 'sm' } };
const SIZES = { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' };

/** Dense: people look at many rows at once, for hours. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  colors: { petrol, dark },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: SIZES,
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.55', xl: '1.6' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.45' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.45' },
    },
  },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // By name: to import them here would load all of them with the first page.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', size: 'md', tt: 'none', fw: 500 } },
    Button: { defaultProps: { size: 'xs' } },
    Card: { defaultProps: { withBorder: true, padding: 'md', radius: 'md' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Drawer: { defaultProps: { position: 'right' } },
    Menu: { defaultProps: { shadow: 'md', width: 200, position: 'bottom-end' } },
    Modal: { defaultProps: { centered: true, radius: 'md' } },
    MultiSelect: small,
    NumberInput: small,
    Pagination: small,
    PasswordInput: small,
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Select: small,
    Switch: small,
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', highlightOnHover: true } },
    Tabs: { defaultProps: { keepMounted: false } },
    TagsInput: small,
    Textarea: small,
    TextInput: small,
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, multiline: true, maw: 340 } },
  },
});

/** Quiet text and soft grounds at 4.5 : 1 and more, also on the darkest and lightest ground that they stand on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566372',
    '--mantine-color-placeholder': '#66727f',
    '--mantine-color-anchor': '#0f766e',
    '--mantine-color-red-light': '#fde7e8',
    '--mantine-color-red-light-color': '#a51d2c',
    '--mantine-color-yellow-light': '#fdf0d8',
    '--mantine-color-yellow-light-color': '#7a4608',
    '--mantine-color-orange-light': '#fdebdc',
    '--mantine-color-orange-light-color': '#8a3b06',
    '--mantine-color-gray-light': '#eef1f3',
    '--mantine-color-gray-light-color': '#3d4955',
    '--mantine-color-error': '#c02636',
  },
  dark: {
    '--mantine-color-body': '#161c24',
    '--mantine-color-dimmed': '#98a5b5',
    '--mantine-color-placeholder': '#8593a5',
    '--mantine-color-anchor': '#7fd5c8',
    '--mantine-color-red-light': '#3a1a1f',
    '--mantine-color-red-light-color': '#ff9aa0',
    '--mantine-color-yellow-light': '#33260f',
    '--mantine-color-yellow-light-color': '#f0b14a',
    '--mantine-color-orange-light': '#38220f',
    '--mantine-color-orange-light-color': '#ffb27a',
    '--mantine-color-gray-light': '#222a36',
    '--mantine-color-gray-light-color': '#d3dae3',
    '--mantine-color-petrol-light': '#10302d',
    '--mantine-color-petrol-light-color': '#7fd5c8',
    '--mantine-color-error': '#ff8087',
  },
});
