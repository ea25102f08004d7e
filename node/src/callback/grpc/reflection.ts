/**
 * What a server tells of itself by gRPC's reflection service, over the channel that the call itself takes: no second
 * connection, and nobody else's address. All questions go over one stream, and each file is asked for once.
 */
import { Metadata, status as Status, type Client, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { fileOf, type FileDescriptor } from './descriptor-root.js';

/** The first version, and the name it had before; servers speak one or both. */
const VERSIONS = ['v1', 'v1alpha'] as const;
type Version = (typeof VERSIONS)[number];

/** More files than that describe no service. */
const MOST_FILES = 1_000;

const MESSAGES = protobuf.Root.fromJSON({
  nested: {
    Question: {
      fields: { fileByFilename: { id: 3, type: 'string' }, fileContainingSymbol: { id: 4, type: 'string' } },
    },
    Files: { fields: { fileDescriptorProto: { id: 1, type: 'bytes', rule: 'repeated' } } },
    Refusal: { fields: { errorCode: { id: 1, type: 'int32' }, errorMessage: { id: 2, type: 'string' } } },
    Answer: { fields: { files: { id: 4, type: 'Files' }, refusal: { id: 7, type: 'Refusal' } } },
  },
});
const QUESTION = MESSAGES.lookupType('Question');
const ANSWER = MESSAGES.lookupType('Answer');

type Question = { fileByFilename: string } | { fileContainingSymbol: string };
interface Answer {
  files?: { fileDescriptorProto: Uint8Array[] };
  refusal?: { errorCode: number; errorMessage: string };
}

/** The server has answered that it will not, or cannot. */
export class ReflectionRefusal extends Error {
  override name = 'ReflectionRefusal';

  constructor(
    readonly code: number,
    readonly details: string,
  ) {
    super(details);
  }
}

export interface ReflectionOptions {
  deadline: Date;
  /** Ends the questions, and rejects. */
  signal: AbortSignal;
}

/** The file that holds the service, and every file it needs. Rejects with `ReflectionRefusal`, or as the call failed. */
export async function askForService(
  client: Client,
  service: string,
  options: ReflectionOptions,
): Promise<FileDescriptor[]> {
  let refusal: unknown;
  for (const version of VERSIONS) {
    try {
      return await askVersion(client, version, service, options);
    } catch (error) {
      if ((error as Partial<ServiceError>).code !== Status.UNIMPLEMENTED) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function askVersion(
  client: Client,
  version: Version,
  service: string,
  options: ReflectionOptions,
): Promise<FileDescriptor[]> {
  const questions = new Questions(client, version, options);
  const files = new Map<string, FileDescriptor>();
  const wanted = new Set<string>();
  const take = (answer: readonly Uint8Array[]): void => {
    for (const bytes of answer) {
      const file = fileOf(bytes);
      files.set(file.name ?? '', file);
      for (const name of file.dependency ?? []) wanted.add(name);
    }
  };
  try {
    take(await questions.ask({ fileContainingSymbol: service }));
    // The set grows while it is walked.
    for (const name of wanted) {
      if (files.has(name)) continue;
      if (files.size >= MOST_FILES) throw new ReflectionRefusal(Status.OUT_OF_RANGE, `more than ${MOST_FILES} files`);
      try {
        take(await questions.ask({ fileByFilename: name }));
      } catch (error) {
        // Some servers lack files that are imported for options only; whether it is needed shows later.
        if (!(error instanceof ReflectionRefusal)) throw error;
      }
    }
    return [...files.values()];
  } finally {
    questions.end();
  }
}

/** One question at a time. */
class Questions {
  readonly #call: ClientDuplexStream<Question, Answer>;
  readonly #signal: AbortSignal;
  readonly #cancel = (): void => this.#call.cancel();
  #waiting: Waiting | null = null;
  #ended: Error | null = null;

  constructor(client: Client, version: Version, { deadline, signal }: ReflectionOptions) {
    this.#call = client.makeBidiStreamRequest<Question, Answer>(
      `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      (question) => Buffer.from(QUESTION.encode(QUESTION.fromObject(question)).finish()),
      (bytes) => ANSWER.decode(bytes) as Answer,
      new Metadata(),
      { deadline },
    );
    this.#signal = signal;
    signal.addEventListener('abort', this.#cancel);
    this.#call.on('data', (answer: Answer) => this.#answered(answer));
    this.#call.on('error', (error) => this.#over(error));
    this.#call.on('end', () => this.#over(new ReflectionRefusal(Status.INTERNAL, 'it ended without an answer')));
  }

  ask(question: Question): Promise<readonly Uint8Array[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting = { resolve, reject };
      this.#call.write(question);
    });
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#cancel);
    this.#call.cancel();
  }

  #answered({ files, refusal }: Answer): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (files) waiting?.resolve(files.fileDescriptorProto);
    else waiting?.reject(new ReflectionRefusal(refusal?.errorCode ?? Status.UNKNOWN, refusal?.errorMessage ?? ''));
  }

  #over(error: Error): void {
    this.#ended ??= error;
    this.#waiting?.reject(this.#ended);
    this.#waiting = null;
  }
}

interface Waiting {
  resolve(files: readonly Uint8Array[]): void;
  reject(error: Error): void;
}
