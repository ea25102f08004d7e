import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../i18n/locale';
import { PageHeader } from '../ui/page-header';

const TABS = ['/alerts', '/alerts/silences', '/alerts/rules', '/alerts/channels'] as const;
export type AlertsTab = (typeof TABS)[number];

interface AlertsFrameProps {
  tab: AlertsTab;
  text?: string;
  /** What can be done on the page, beside its title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** Alerts, and what decides over them: four pages with one head. */
export function AlertsFrame({ tab, text, actions, children }: AlertsFrameProps) {
  const { alerts } = useMessages();
  const navigate = useNavigate();
  const names: Record<AlertsTab, string> = {
    '/alerts': alerts.title,
    '/alerts/silences': alerts.silences,
    '/alerts/rules': alerts.rules,
    '/alerts/channels': alerts.channels,
  };
  return (
    <>
      <PageHeader title={names[tab]} {...(text === undefined ? {} : { text })}>
        {actions}
      </PageHeader>
      <Tabs value={tab} onChange={(to) => void navigate({ to: to as AlertsTab })}>
        <Tabs.List mb="md" aria-label={alerts.tabs} style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {TABS.map((to) => (
            <Tabs.Tab key={to} value={to}>
              {names[to]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </>
  );
}
