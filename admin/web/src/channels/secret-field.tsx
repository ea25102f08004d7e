import { Button, PasswordInput, Textarea, TextInput, type TextInputProps } from '@mantine/core';
import { useMessages } from '../i18n/locale';

interface SecretFieldProps {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  /** There is one already: an empty field keeps it. */
  isSet: boolean;
  /** Absent: it cannot be done without. */
  onRemove?: ((removed: boolean) => void) | undefined;
  isRemoved?: boolean;
}

/** A secret to be typed, or kept, or taken away; what it is now is shown to nobody. */
export function SecretField(props: SecretFieldProps) {
  const { label, description, value, onChange, error, isSet, onRemove, isRemoved = false } = props;
  const { channels } = useMessages();
  const kept = isSet && !isRemoved;
  return (
    <div>
      <PasswordInput
        label={label}
        description={description}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        placeholder={isRemoved ? channels.willBeRemoved : kept ? channels.keep : ''}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        autoComplete="new-password"
        spellCheck={false}
      />
      {isSet && onRemove && value === '' && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => onRemove(!isRemoved)}>
          {isRemoved ? channels.keepRemoving : channels.removeSecret}
        </Button>
      )}
    </div>
  );
}

/** Text as the API takes it, with its error below and its explanation last. */
export function PlainField({
  onChange,
  ...rest
}: Omit<TextInputProps, 'onChange'> & { onChange: (value: string) => void }) {
  return (
    <TextInput
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      translate="no"
      {...rest}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface CodeFieldProps {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

export function CodeField({ onChange, ...rest }: CodeFieldProps) {
  return (
    <Textarea
      {...rest}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      translate="no"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.75rem' } }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
