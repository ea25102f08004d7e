import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { htmlLanguage, loadMessages, preferredLanguage } from './i18n/locale';
import { shareStyleNonce } from './session/style-nonce';

shareStyleNonce();
const language = preferredLanguage();
document.documentElement.lang = htmlLanguage(language);
const messages = await loadMessages(language);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App language={language} messages={messages} />
  </StrictMode>,
);
