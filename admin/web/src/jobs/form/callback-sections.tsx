import type { Messages } from '../../i18n/en';
import type { Format } from '../../format/use-format';
import type { CallbackDraft } from '../job-draft';
import { AuthFields } from './auth-fields';
import { DescriptorField, GrpcSuccessFields } from './grpc-more';
import { HttpFlowFields, HttpSuccessFields } from './http-more';
import { ProgramFields, ShellEndFields, ShellInputFields } from './shell-more';
import { TlsFields } from './tls-fields';
import type { Section } from './sections';

const secretIn = (text: string): string => /secrets\.(\w+)/.exec(text)?.[1] ?? '';

/** Of each kind of callback what goes beyond whom to call with what. */
export const CALLBACK_SECTIONS: Record<CallbackDraft['type'], readonly Section[]> = {
  http: [
    {
      name: 'auth',
      title: ({ jobForm }) => jobForm.auth,
      paths: ['callback.auth'],
      fields: AuthFields,
      summary: ({ callback: { auth } }, { jobForm }) =>
        [jobForm.authKinds[auth.type], secretIn(auth.password || auth.token || auth.clientSecret)]
          .filter((part, i) => part !== '' && (i === 0 || auth.type !== 'none'))
          .join(' · '),
    },
    {
      name: 'success',
      title: ({ jobForm }) => jobForm.success,
      paths: ['callback.success'],
      fields: HttpSuccessFields,
      summary: ({ callback: { success } }, { jobForm }) =>
        [success.statuses.join(', ') || '2xx', success.bodyPattern !== '' && jobForm.bodyMatches]
          .filter(Boolean)
          .join(' · '),
    },
    {
      name: 'tls',
      title: ({ jobForm }) => jobForm.tls,
      paths: ['callback.tls'],
      fields: TlsFields,
      summary: tlsSummary,
    },
    {
      name: 'flow',
      title: ({ jobForm }) => jobForm.flow,
      paths: ['callback.maxRedirects', 'callback.cancelUrl'],
      fields: HttpFlowFields,
      summary: ({ callback: { maxRedirects, cancelUrl } }, { jobForm }, format) =>
        [
          maxRedirects === '' || maxRedirects === 0
            ? jobForm.noRedirects
            : jobForm.someRedirects(format.number(maxRedirects)),
          cancelUrl !== '' && jobForm.hasCancelUrl,
        ]
          .filter(Boolean)
          .join(' · '),
    },
  ],
  grpc: [
    {
      name: 'tls',
      title: ({ jobForm }) => jobForm.tls,
      paths: ['callback.tls'],
      fields: TlsFields,
      summary: tlsSummary,
    },
    {
      name: 'success',
      title: ({ jobForm }) => jobForm.success,
      paths: ['callback.expectedCodes'],
      fields: GrpcSuccessFields,
      summary: ({ callback: { expectedCodes } }) => expectedCodes.join(', ') || 'OK',
      isOurs: false,
    },
    {
      name: 'descriptor',
      title: ({ jobForm }) => jobForm.descriptor,
      paths: ['callback.descriptorSet'],
      fields: DescriptorField,
      summary: ({ callback: { descriptorSet } }, { jobForm }) =>
        descriptorSet === '' ? jobForm.byReflection : jobForm.hasDescriptor,
    },
  ],
  shell: [
    {
      name: 'program',
      title: ({ jobForm }) => jobForm.program,
      paths: ['callback.args', 'callback.cwd'],
      fields: ProgramFields,
      summary: ({ callback: { isProgram, args } }, { jobForm }, format) =>
        isProgram ? jobForm.programWith(format.number(args.length)) : jobForm.byShell,
    },
    {
      name: 'input',
      title: ({ jobForm }) => jobForm.shellInput,
      paths: ['callback.secrets', 'callback.stdin'],
      fields: ShellInputFields,
      summary: ({ callback: { secrets, stdin } }, { jobForm, words }) =>
        [secrets.join(', '), stdin !== '' && jobForm.stdin].filter(Boolean).join(' · ') || words.none,
    },
    {
      name: 'end',
      title: ({ jobForm }) => jobForm.shellEnd,
      paths: ['callback.successExitCodes', 'callback.setup'],
      fields: ShellEndFields,
      summary: ({ callback: { successExitCodes, setup } }, { jobForm }) =>
        [jobForm.exitCodesAre(successExitCodes.join(', ') || '0'), setup.command !== '' && jobForm.hasSetup]
          .filter(Boolean)
          .join(' · '),
    },
  ],
};

function tlsSummary(
  { callback: { type, tls } }: { callback: CallbackDraft },
  { jobForm }: Messages,
  _: Format,
): string {
  if (type === 'grpc' && !tls.on) return jobForm.tlsOff;
  const set = [
    tls.ca !== '' && jobForm.tlsCa,
    tls.cert !== '' && jobForm.tlsCert,
    tls.serverName !== '' && jobForm.tlsServerName,
  ].filter(Boolean);
  return set.join(' · ') || jobForm.tlsPlain;
}
