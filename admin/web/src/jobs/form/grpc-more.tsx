import { Button, FileButton, Group, Input, MultiSelect, Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useFormat } from '../../format/use-format';
import { useMessages } from '../../i18n/locale';
import { errorWithin, type JobFormApi } from './job-form-api';

/** As gRPC names them. */
const CODES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

export function GrpcSuccessFields({ form }: { form: JobFormApi }) {
  const { jobForm } = useMessages();
  return (
    <MultiSelect
      label={jobForm.grpcCodes}
      description={jobForm.grpcCodesHint}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder={form.getValues().callback.expectedCodes.length === 0 ? 'OK' : ''}
      data={CODES}
      searchable
      translate="no"
      {...form.getInputProps('callback.expectedCodes')}
      error={errorWithin(form, 'callback.expectedCodes')}
    />
  );
}

/** A file of descriptors; without one the server is asked by reflection. */
export function DescriptorField({ form }: { form: JobFormApi }) {
  const { jobForm, words } = useMessages();
  const format = useFormat();
  const { descriptorSet } = form.getValues().callback;
  const take = async (file: File | null): Promise<void> => {
    if (file) form.setFieldValue('callback.descriptorSet', await asBase64(file));
  };
  return (
    <Input.Wrapper
      label={jobForm.descriptor}
      labelElement="div"
      description={jobForm.descriptorHint}
      error={form.errors['callback.descriptorSet']}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      <Group gap="xs" my={4}>
        <FileButton onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport size={15} aria-hidden />}>
              {jobForm.descriptorChoose}
            </Button>
          )}
        </FileButton>
        {descriptorSet !== '' && (
          <>
            <Text size="sm">{jobForm.descriptorSize(format.bytes(Math.floor((descriptorSet.length * 3) / 4)))}</Text>
            <Button variant="subtle" onClick={() => form.setFieldValue('callback.descriptorSet', '')}>
              {words.remove}
            </Button>
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}

async function asBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
