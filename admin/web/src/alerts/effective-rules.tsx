import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { effectiveRulesQuery } from '../api/alert-queries';
import { useFormat } from '../format/use-format';
import { useMessages } from '../i18n/locale';
import { QueryView } from '../ui/query-view';
import { ALL_KINDS } from './alert-kinds';
import { Tells } from './rule-columns';
import { ruleWords } from './rule-words';
import classes from './alerts-page.module.css';

interface EffectiveRulesCardProps {
  of: { project: string } | { jobId: string };
  title: string;
  text?: string;
}

/** The rules that count for a job, or for jobs that say nothing themselves: one a kind, with where it comes from. */
export function EffectiveRulesCard({ of, title, text }: EffectiveRulesCardProps) {
  const messages = useMessages();
  const { alerts, alertRules } = messages;
  const format = useFormat();
  const query = useQuery(effectiveRulesQuery(of));
  return (
    <Card component="section">
      <Title order={2} mb={4}>
        {title}
      </Title>
      {text !== undefined && (
        <Text size="xs" c="dimmed" mb="xs">
          {text}
        </Text>
      )}
      <QueryView query={query} rows={3} rowHeight={44}>
        {({ items }) => {
          const rows = [...items].sort((a, b) => ALL_KINDS.indexOf(a.rule.kind) - ALL_KINDS.indexOf(b.rule.kind));
          if (rows.length === 0) {
            return (
              <Text size="sm" c="dimmed">
                {alertRules.nothing}
              </Text>
            );
          }
          return (
            <Stack gap={0} component="ul" className={classes.told}>
              {rows.map(({ rule, from, ruleId, ...told }) => (
                <li key={rule.kind}>
                  <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
                    <div>
                      <Text size="sm" fw={500}>
                        {alerts.kinds[rule.kind]}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {ruleWords(rule, messages, format)} ·{' '}
                        {ruleId === null ? (
                          alertRules.froms[from]
                        ) : (
                          <Link to="/alerts/rules" search={{ rule: ruleId }}>
                            {alertRules.froms[from]}
                          </Link>
                        )}
                      </Text>
                    </div>
                    <div style={{ textAlign: 'end' }}>
                      <Tells row={told} nobody={alertRules.nobody} />
                    </div>
                  </Group>
                </li>
              ))}
            </Stack>
          );
        }}
      </QueryView>
    </Card>
  );
}
