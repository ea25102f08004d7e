import { Button, Group, Modal, NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, dataOf, type Schemas } from '../api/client';
import { useMessages } from '../i18n/locale';
import { fieldErrorsOf } from '../jobs/form/field-errors-of';
import { notifyDone } from '../ui/notify';
import { ProblemAlert } from '../ui/problem-alert';
import type { Target } from './targets-card';

const BELOW = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];
const orNull = (value: number | string): number | null => (value === '' ? null : Number(value));

/** How much each node may ask of a target, and whether one that fails is left alone for a moment. */
export function TargetDialog({ target, onClose }: { target?: Target; onClose: () => void }) {
  const messages = useMessages();
  const { nodes, words } = messages;
  const [name, setName] = useState(target?.target ?? '');
  const [maxInFlight, setMaxInFlight] = useState<number | string>(target?.maxInFlight ?? '');
  const [maxPerSecond, setMaxPerSecond] = useState<number | string>(target?.maxPerSecond ?? '');
  const [breaker, setBreaker] = useState(target?.breaker ?? true);
  const body = { target: name.trim(), maxInFlight: orNull(maxInFlight), maxPerSecond: orNull(maxPerSecond), breaker };
  const isDefault = body.maxInFlight === null && body.maxPerSecond === null && breaker;
  const hasSettings = target !== undefined && (target.maxInFlight !== null || target.maxPerSecond !== null || !target.breaker); // prettier-ignore
  const save = useTargetCall(
    (settings: Schemas['TargetSettings']) => dataOf(api.PUT('/api/v1/targets', { body: settings })),
    () => {
      notifyDone(nodes.limitsSaved(body.target));
      onClose();
    },
  );
  const remove = useTargetCall(
    (one: string) => dataOf(api.DELETE('/api/v1/targets', { params: { query: { target: one } } })),
    () => {
      notifyDone(nodes.limitsRemoved(body.target));
      onClose();
    },
  );
  const failure: unknown = save.error ?? remove.error;
  const errors = fieldErrorsOf(failure, messages);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{nodes.limitsTitle}</b>}
      closeButtonProps={{ 'aria-label': words.close }}
      size="lg"
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {nodes.limitsText}
        </Text>
        <TextInput
          label={nodes.target}
          description={nodes.targetHint}
          inputWrapperOrder={BELOW}
          placeholder="https://orders.internal"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          readOnly={target !== undefined}
          translate="no"
          spellCheck={false}
          error={errors['target']}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <NumberInput
            label={nodes.maxInFlight}
            placeholder={nodes.noLimit}
            min={1}
            max={100_000}
            allowDecimal={false}
            value={maxInFlight}
            onChange={setMaxInFlight}
            error={errors['maxInFlight']}
          />
          <NumberInput
            label={nodes.maxPerSecond}
            placeholder={nodes.noLimit}
            min={0.01}
            max={100_000}
            value={maxPerSecond}
            onChange={setMaxPerSecond}
            error={errors['maxPerSecond']}
          />
        </SimpleGrid>
        <Switch
          label={nodes.breaker}
          description={nodes.breakerHint}
          checked={breaker}
          onChange={(event) => setBreaker(event.currentTarget.checked)}
        />
        {failure !== null && <ProblemAlert error={failure} />}
        <Group justify="flex-end">
          {hasSettings && (
            <Button variant="default" mr="auto" loading={remove.isPending} onClick={() => remove.mutate(name)}>
              {nodes.removeLimits}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            disabled={body.target === '' || (isDefault && !hasSettings)}
            loading={save.isPending}
            onClick={() => save.mutate(body)}
          >
            {words.save}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useTargetCall<Input>(call: (input: Input) => Promise<unknown>, then: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['targets'] });
      then();
    },
  });
}
