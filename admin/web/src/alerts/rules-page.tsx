import { Button, Card, Grid, Group, Stack, Text } from '@mantine/core';
import { IconListCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { alertRulesQuery } from '../api/alert-queries';
import type { AlertRuleRow } from '../api/client';
import { useMessages } from '../i18n/locale';
import { useMay } from '../session/use-may';
import { EmptyState } from '../ui/empty-state';
import { ListTable } from '../ui/list-table';
import { ProjectSelect } from '../ui/project-select';
import { QueryView } from '../ui/query-view';
import { AlertsFrame } from './alerts-frame';
import { EffectiveRulesCard } from './effective-rules';
import { RuleCard, useRuleColumns } from './rule-columns';
import { RuleDeleteDialog } from './rule-delete-dialog';
import { RuleDialog } from './rule-dialog';
import { draftOfRule, emptyRule, type RuleDraft } from './rule-draft';
import { ALL_KINDS } from './alert-kinds';

const route = getRouteApi('/shell/alerts/rules');

/** What is worth telling people, for all jobs of a project or of the cluster; and which rule of a kind counts where. */
export function RulesPage() {
  const { alertRules } = useMessages();
  const { project, rule: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(alertRulesQuery);
  const { maySomewhere, isClusterAdmin } = useMay();
  const [draft, setDraft] = useState<RuleDraft | null>(null);
  const [deleting, setDeleting] = useState<AlertRuleRow | null>(null);
  const all = query.data?.items ?? [];
  const items = sorted(all.filter((row) => project === undefined || row.project === null || row.project === project));
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, rule: id }), replace: true });
  const edit = (row: AlertRuleRow): void => open(row.id);
  const columns = useRuleColumns({ rules: items, project, onEdit: edit, onDelete: setDeleting });
  const shown = all.find(({ id }) => id === opened);
  const newRule = maySomewhere('alerts:write') && (
    <Button
      leftSection={<IconPlus size={15} />}
      onClick={() => setDraft(emptyRule(project ?? (isClusterAdmin ? null : 'default')))}
    >
      {alertRules.newRule}
    </Button>
  );
  return (
    <AlertsFrame tab="/alerts/rules" text={alertRules.text} actions={newRule}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Card padding={0} style={{ overflow: 'visible' }}>
            <Group p="sm">
              <ProjectSelect
                value={project}
                onChange={(next) =>
                  void navigate({ search: (before) => ({ ...before, project: next }), replace: true })
                }
              />
            </Group>
            <QueryView query={query} rows={6} rowHeight={44}>
              {() =>
                items.length === 0 ? (
                  <EmptyState icon={IconListCheck} title={alertRules.emptyTitle} text={alertRules.emptyText} />
                ) : (
                  <ListTable
                    label={alertRules.text}
                    items={items}
                    columns={columns}
                    idOf={({ id }) => id}
                    rowHeight={50}
                    isMarked={({ id }) => id === opened}
                    card={(row) => <RuleCard row={row} onEdit={edit} onDelete={setDeleting} />}
                  />
                )
              }
            </QueryView>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          {project === undefined ? (
            <Card component="section">
              <Stack gap={4}>
                <Text fw={600} size="sm">
                  {alertRules.effective}
                </Text>
                <Text size="sm" c="dimmed">
                  {alertRules.effectivePick}
                </Text>
              </Stack>
            </Card>
          ) : (
            <EffectiveRulesCard of={{ project }} title={alertRules.effective} text={alertRules.effectiveText} />
          )}
        </Grid.Col>
      </Grid>
      {draft && <RuleDialog initial={draft} onClose={() => setDraft(null)} />}
      {shown && <RuleDialog key={shown.id} initial={draftOfRule(shown)} onClose={() => open(undefined)} />}
      {deleting && <RuleDeleteDialog row={deleting} onClose={() => setDeleting(null)} />}
    </AlertsFrame>
  );
}

/** By kind, and then from the farthest on, so that what overrules what stands together. */
function sorted(rows: readonly AlertRuleRow[]): AlertRuleRow[] {
  const rank = ({ rule, project }: AlertRuleRow): string =>
    `${String(ALL_KINDS.indexOf(rule.kind)).padStart(2, '0')} ${project ?? ''}`;
  return [...rows].sort((a, b) => rank(a).localeCompare(rank(b)));
}
