import { Button, Card, Grid, Group, Stack, Stepper, Text, Title } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { usePeopleMessages } from '../i18n/people';
import { useMay } from '../session/use-may';
import { CodeBlock, CopyIcon } from '../ui/code-block';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import { QueryView } from '../ui/query-view';
import { ShownOnce } from '../ui/shown-once';
import { ToneBadge } from '../ui/state-badge';
import { projectCalls, useProjectCall } from './project-actions';
import classes from './signing-tab.module.css';

type Which = 'current' | 'next';

const EXAMPLE = `import { createReceiver } from '@crony/sdk';
import { nodeHandler } from '@crony/sdk/node';

const receiver = createReceiver({
  // [current, next] while the secret changes
  secrets: process.env.CRONY_SIGNING_SECRETS.split(','),
  handler: async (run) => settle(run.payload),
});
createServer(nodeHandler(receiver)).listen(3000);`;

/** The secret that signs a project's callbacks, and its change without a refused callback. */
export function SigningTab({ project }: { project: string }) {
  const { projects } = usePeopleMessages();
  const mayWrite = useMay().may('secrets:write', project);
  // Only whether there is a next one stays in the cache; the secrets themselves are dropped.
  const state = useQuery({
    queryKey: ['projects', 'signing', project],
    queryFn: async () => ({ hasNext: (await projectCalls.readSigning(project)).next !== null }),
  });
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="md">
          <Card component="section">
            <Title order={2}>{projects.tabSigning}</Title>
            <Text size="xs" c="dimmed" mb="xs">
              {projects.signingText}
            </Text>
            <QueryView query={state} rows={2}>
              {({ hasNext }) => (
                <>
                  <Secret project={project} which="current" />
                  {hasNext && <Secret project={project} which="next" />}
                </>
              )}
            </QueryView>
          </Card>
          {mayWrite && (
            <Card component="section">
              <Title order={2}>{projects.rotate}</Title>
              <Text size="xs" c="dimmed" mb="sm">
                {projects.rotateText}
              </Text>
              <QueryView query={state} rows={4}>
                {({ hasNext }) => <Rotation project={project} hasNext={hasNext} />}
              </QueryView>
            </Card>
          )}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Card component="section">
          <Title order={2}>{projects.verify}</Title>
          <Text size="xs" c="dimmed" mb="sm">
            {projects.verifyText}
          </Text>
          <CodeBlock text={EXAMPLE} label={projects.verify} />
        </Card>
      </Grid.Col>
    </Grid>
  );
}

/** Read when it is to be shown, and forgotten when it is hidden. */
function Secret({ project, which }: { project: string; which: Which }) {
  const { projects } = usePeopleMessages();
  const [shown, setShown] = useState<string | null>(null);
  const read = useProjectRead(project, which, setShown);
  const label = which === 'current' ? projects.signingCurrent : projects.signingNext;
  return (
    <div className={classes.secret}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {label}
          </Text>
          <ToneBadge tone={which === 'current' ? 'ok' : 'busy'}>
            {which === 'current' ? projects.signingSigns : projects.signingBoth}
          </ToneBadge>
        </Group>
        <Button
          variant="default"
          size="compact-sm"
          loading={read.isPending}
          leftSection={shown === null ? <IconEye size={14} aria-hidden /> : <IconEyeOff size={14} aria-hidden />}
          onClick={() => (shown === null ? read.mutate(project) : setShown(null))}
          aria-label={shown === null ? projects.revealOf(label) : projects.hide}
        >
          {shown === null ? projects.reveal : projects.hide}
        </Button>
      </Group>
      <Group gap={4} wrap="nowrap" mih={26}>
        <Text size="xs" className="mono" translate="no" style={{ overflowWrap: 'anywhere' }}>
          {shown ?? `whsec_${'•'.repeat(16)}`}
        </Text>
        {shown !== null && <CopyIcon text={shown} />}
      </Group>
      {read.error && <ProblemAlert error={read.error} />}
    </div>
  );
}

function useProjectRead(project: string, which: Which, onRead: (secret: string | null) => void) {
  return useProjectCall(
    async (name: string) => {
      // Handed over here, so that it does not stay with the call.
      onRead((await projectCalls.readSigning(name))[which]);
    },
    () => project,
  );
}

function Rotation({ project, hasNext }: { project: string; hasNext: boolean }) {
  const { projects } = usePeopleMessages();
  const [made, setMade] = useState<string | null>(null);
  const [asked, setAsked] = useState<'replace' | 'promote' | null>(null);
  const next = useProjectCall(
    async (name: string) => setMade((await projectCalls.nextSigning(name)).next),
    () => {
      setAsked(null);
      notifyDone(projects.nextMade);
    },
  );
  const promote = useProjectCall(
    async (name: string) => void (await projectCalls.promoteSigning(name)),
    () => {
      setAsked(null);
      setMade(null);
      notifyDone(projects.promoted);
    },
  );
  return (
    <Stack gap="md" align="stretch">
      <Stepper active={hasNext ? 1 : 0} orientation="vertical" size="xs" iconSize={26} allowNextStepsSelect={false}>
        <Stepper.Step label={projects.step1} description={projects.step1Text} allowStepSelect={false} />
        <Stepper.Step label={projects.step2} description={projects.step2Text} allowStepSelect={false} />
        <Stepper.Step label={projects.step3} description={projects.step3Text} allowStepSelect={false} />
      </Stepper>
      {made !== null && hasNext && <ShownOnce label={projects.nextSecret} value={made} text={projects.nextText} />}
      {next.error && asked === null && <ProblemAlert error={next.error} />}
      <Group gap="xs">
        {hasNext ? (
          <>
            <Button onClick={() => setAsked('promote')}>{projects.promote}</Button>
            <Button variant="default" onClick={() => setAsked('replace')}>
              {projects.step1Again}
            </Button>
          </>
        ) : (
          <Button loading={next.isPending} onClick={() => next.mutate(project)}>
            {projects.makeNext}
          </Button>
        )}
      </Group>
      {asked === 'replace' && (
        <ConfirmDialog
          title={projects.replaceNextTitle}
          isDangerous
          action={projects.step1Again}
          isPending={next.isPending}
          error={next.error}
          onConfirm={() => next.mutate(project)}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{projects.replaceNextText}</Text>
        </ConfirmDialog>
      )}
      {asked === 'promote' && (
        <ConfirmDialog
          title={projects.promoteTitle}
          isDangerous
          action={projects.promote}
          isPending={promote.isPending}
          error={promote.error}
          onConfirm={() => promote.mutate(project)}
          onClose={() => setAsked(null)}
        >
          <Text size="sm">{projects.promoteText}</Text>
        </ConfirmDialog>
      )}
    </Stack>
  );
}
