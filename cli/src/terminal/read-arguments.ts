import { parseArgs } from 'node:util';
import { didYouMean } from '@crony/shared/runtime/settings/did-you-mean';
import { usageError, type Command, type Given } from './command.js';

/** Throws with the nearest option where one is not known. */
export function readArguments({ name, operands: wanted, options }: Command, argv: readonly string[]): Given {
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([option, { short, value }]) => [
        option,
        { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) },
      ]),
    ),
  });
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = options[token.name];
    if (option === undefined) throw usageError(unknownOption(name, token.rawName, options));
    if (option.value === undefined && token.value !== undefined) throw usageError(`${token.rawName} takes no value`);
    if (option.value !== undefined && token.value === undefined)
      throw usageError(`${token.rawName} needs <${option.value}>`);
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && option.many === undefined && option.value !== undefined)
      throw usageError(`${token.rawName} is given twice`);
    if (option.choices !== undefined && !option.choices.includes(token.value ?? '')) {
      throw usageError(`${token.rawName}=${token.value ?? ''} must be one of ${option.choices.join(', ')}`);
    }
    values.set(token.name, [...before, token.value ?? '']);
  }
  const fewest = wanted.filter((operand) => !operand.startsWith('[')).length;
  if (operands.length > wanted.length)
    throw usageError(`crony ${name} takes no ${JSON.stringify(operands[wanted.length])}`);
  if (operands.length < fewest) throw usageError(`crony ${name} needs ${wanted[operands.length]}`);
  const texts = (option: string): readonly string[] => values.get(option) ?? [];
  return {
    operands,
    has: (option) => values.has(option),
    text: (option) => texts(option)[0],
    texts,
    integer(option, { min, max }) {
      const [text] = texts(option);
      if (text === undefined) return undefined;
      const number = Number(text);
      if (/^\d{1,15}$/.test(text) && number >= min && number <= max) return number;
      throw usageError(`--${option}=${text} must be a whole number from ${min} to ${max}`);
    },
  };
}

function unknownOption(name: string, raw: string, options: Command['options']): string {
  const near = didYouMean(
    raw,
    Object.keys(options).map((option) => `--${option}`),
  );
  return `${raw} is not an option of crony ${name}${near === null ? '' : `; did you mean ${near}?`}`;
}
