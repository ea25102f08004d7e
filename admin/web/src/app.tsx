import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from './api/query-client';
import { LocaleProvider, type Language } from './i18n/locale';
import type { Messages } from './i18n/en';
import { createAppRouter } from './router';
import { setSessionHint } from './session/session-hint';
import { styleNonce } from './session/style-nonce';
import { cssVariables, theme } from './theme';

const queryClient = createQueryClient(() => {
  if (!hasSession()) return;
  setSessionHint(false);
  void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } });
});
const router = createAppRouter(queryClient);
const hasSession = (): boolean => router.state.location.pathname !== '/sign-in';

export function App({ language, messages }: { language: Language; messages: Messages }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queryClient}>
        <LocaleProvider language={language} messages={messages}>
          <Notifications position="bottom-right" limit={4} />
          <RouterProvider router={router} />
        </LocaleProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
