import './ui/mantine';
import './ui/tokens.css';
import './ui/base.css';
import { MantineProvider } from '@mantine/core';
import { onlineManager, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { queries } from './api/queries';
import { startTexts } from './i18n/setup';
import { startSyncing } from './lib/field/triggers';
import { install } from './lib/update';
import { router } from './routes/router';
import { resolver, schemes, theme } from './ui/theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content ?? '';

onlineManager.setOnline(navigator.onLine); // by itself it hears of changes only
void router.load(); // the page's own part comes together with the texts
await startTexts();
createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={resolver}
    colorSchemeManager={schemes}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
);
startSyncing();
void install().catch(() => {}); // it is not let: the app works as long as it is open
