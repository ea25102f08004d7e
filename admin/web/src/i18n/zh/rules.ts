/**
 * Rules of fields in Chinese, by the hub's own sentences (shared/src/wire/field-errors.ts, and the schemas that word their
 * own). A test breaks every rule of a job and finds the ones that have no translation; what has none is shown as it came.
 */
type Translation = readonly [pattern: RegExp, words: (...parts: string[]) => string];

const TYPES: Record<string, string> = {
  'a string': '文本',
  'a number': '数字',
  'a whole number': '整数',
  'true or false': 'true 或 false',
  'an object': '对象',
  'an array': '列表',
  null: 'null',
};
const COUNTED: Record<string, string> = { character: '个字符', item: '项', entry: '项' };

const countOf = (noun: string): string => COUNTED[noun.replace(/ies$/, 'y').replace(/s$/, '')] ?? '个';
const least = (comparison: string): string => (comparison === 'at least' ? '至少' : '至多');
const typeOf = (name: string): string => TYPES[name] ?? name;

const FIELDS: Record<string, string> = {
  second: '秒',
  minute: '分钟',
  hour: '小时',
  'day of month': '日期',
  month: '月份',
  'day of week': '星期',
  year: '年份',
};

/** Of one field of a cron expression; its name and text come before. */
const CRON_RULES: readonly Translation[] = [
  [/^must be (\d+) to (\d+)(?: or (\w+) to (\w+))?$/, (min, max, first, last) => `须为 ${min} 到 ${max}${first ? `，或 ${first} 到 ${last}` : ''}`], // prettier-ignore
  [/^must be a value, a range or \*.*; values are (\d+) to (\d+).*$/, (min, max) => `须为值、范围或 *，可带步长；取值 ${min} 到 ${max}`], // prettier-ignore
  [/^must have a step of 1 to (\d+)$/, (n) => `步长须为 1 到 ${n}`],
  [/^must not run backwards(?:; write (\S+))?$/, (instead) => `范围不能倒序${instead ? `，请写作 ${instead}` : ''}`],
  [/^must not be empty; a list .*$/, () => '不能为空，逗号两侧都须有值'],
  [/^must go back 1 to 30 days$/, () => '只能往前 1 到 30 天'],
  [/^must ask for occurrence 1 to 5, or L for the last$/, () => '须为第 1 到 5 个，或用 L 表示最后一个'],
  [/^needs a day before the L.*$/, () => 'L 前须有星期，例如 5L 表示当月最后一个星期五'],
  [/^must not contain \?.*$/, () => '不能含 ?，它只能单独用于日期或星期'],
  [/^must not contain #.*$/, () => '不能含 #，它只能写在一个星期之后，例如 5#3'],
  [/^is not a use of L or W.*$/, () => 'L 或 W 用法不对：日期可用 L、L-3、15W、LW，星期可用 5L'],
];

const TRANSLATIONS: readonly Translation[] = [
  [/^must have 5 fields .*, not (\d+)$/, (n) => `须为 5 段（分、时、日、月、星期）、6 段（秒在最前）或 7 段（年在最后），当前为 ${n} 段`], // prettier-ignore
  [/^must be made of letters, digits, spaces and .*; found (.+)$/, (found) => `只能含字母、数字、空格和 * , - / ? #，发现 ${found}`], // prettier-ignore
  [/^must not be empty; every minute is (.+)$/, (example) => `不能为空；每分钟为 ${example}`],
  [/^(second|minute|hour|day of month|month|day of week|year) (".*?") (.+)$/, (field, text, rule) => `${FIELDS[field]} ${text} ${translated(rule, CRON_RULES) ?? rule}`], // prettier-ignore
  [/^is required and must be (.+)$/, (type) => (type.startsWith('one of ') ? `必填，须为以下之一：${type.slice(7)}` : `必填，须为${typeOf(type)}`)], // prettier-ignore
  [/^is not a known field$/, () => '没有这个字段'],
  [/^must have (at least|at most) (\d+) (characters?|items?|entr(?:y|ies))$/, (how, n, noun) => `${least(how)} ${n} ${countOf(noun)}`], // prettier-ignore
  [/^must have at most (\d+) bytes as UTF-8$/, (n) => `按 UTF-8 计至多 ${n} 字节`],
  [/^must be (at least|at most) (-?[\d.]+)$/, (how, n) => `${least(how)}为 ${n}`],
  [/^must be a whole number from (\S+) to (\S+)$/, (from, to) => `须为 ${from} 到 ${to} 的整数`],
  [/^must be a whole number$/, () => '须为整数'],
  [/^must be a number$/, () => '须为数字'],
  [/^must be a string$/, () => '须为文本'],
  [/^must be true or false$/, () => '须为 true 或 false'],
  [/^must be an object$/, () => '须为对象'],
  [/^must be an array$/, () => '须为列表'],
  [/^must be one of (.+)$/, (values) => `须为以下之一：${values}`],
  // Texts
  [/^must be one line without control characters$/, () => '须为单行，且不含控制字符'],
  [/^must not hold control characters other than line breaks and tabs$/, () => '除换行和制表符外不得含控制字符'],
  [/^must be 1 to 63 letters, digits, dots, slashes,.*$/, () => '须为 1 到 63 个字母、数字、点、斜杠、下划线或连字符，且以字母或数字开头和结尾'], // prettier-ignore
  [
    /^must be 1 to 63 letters, digits, dots, underscores or hyphens$/,
    () => '须为 1 到 63 个字母、数字、点、下划线或连字符',
  ],
  [/^must be an ISO-8601 instant.*$/, () => '须为带秒和时区偏移的 ISO-8601 时间'],
  // Schedules
  [/^must have exactly one of cron, everyMs and at, found (.+)$/, (found) => `cron、everyMs、at 须且只能给出一个，当前为 ${found}`], // prettier-ignore
  [/^must be after (\S+)$/, (field) => `须晚于 ${field === 'from' ? '开始时间' : field}`],
  [/^must not be before startAt$/, () => '不得早于 startAt'],
  [/^must not be given without everyMs$/, () => '只能与 everyMs 一起给出'],
  [/^must lie between startAt and endAt$/, () => '须在 startAt 与 endAt 之间'],
  [/^must name a day that exists; this one never fires$/, () => '指定的日期不存在，永远不会触发'],
  [/^must be an IANA time zone name.*$/, () => '须为 IANA 时区名，例如 Asia/Shanghai 或 UTC'],
  [/^must lie in the future$/, () => '须在未来'],
  [/^must not lie in the future$/, () => '不得在未来'],
  [/^must leave at most (\d+) planned times after from$/, (n) => `从开始时间起至多 ${n} 个计划时间`],
  [/^must be at least delayMs$/, () => '不得小于首次间隔'],
  // Callbacks
  [/^must be an absolute URL that begins with http:\/\/ or https:\/\/$/, () => '须为以 http:// 或 https:// 开头的完整 URL'], // prettier-ignore
  [/^must be an absolute URL with a host$/, () => '须为带主机名的完整 URL'],
  [/^must not have a template in its host.*$/, () => '主机名中不得使用模板'],
  [/^must not hold spaces or control characters$/, () => '不得含空格或控制字符'],
  [/^must not carry a user name or password.*$/, () => '不得含用户名或密码，请使用认证设置'],
  [/^must be an HTTP method, such as POST$/, () => '须为 HTTP 方法，例如 POST'],
  [/^must not be CONNECT or TRACE$/, () => '不得为 CONNECT 或 TRACE'],
  [/^must be a header name: letters, digits and hyphens$/, () => '须为请求头名称：字母、数字和连字符'],
  [/^is set by Crony or by the HTTP client, and cannot be given$/, () => '由 Crony 或 HTTP 客户端设置，不能自行给出'],
  [/^must hold printable Latin-1 characters only.*$/, () => '只能含可打印的 Latin-1 字符，且不得换行'],
  [/^is given twice: header names know no case$/, () => '重复给出：请求头名称不区分大小写'],
  [/^cannot be given beside auth, which sets it$/, () => '已由认证设置，不能再给出'],
  [/^must be \{\{secrets\.NAME\}\} and nothing else$/, () => '须只填写一个机密'],
  [/^must not hold a colon$/, () => '不得含冒号'],
  [/^must be a status such as 204.*$/, () => '须为状态码（204）、类别（2xx）或范围（200-204）'],
  [/^must be a regular expression in RE2 syntax \((.+)\)$/, (why) => `须为 RE2 语法的正则表达式（${why}）`],
  [/^must be given together with cert$/, () => '须与证书一起给出'],
  [/^must be a host name$/, () => '须为主机名'],
  [/^must close each \{\{ with \}\}.*$/, () => '每个 {{ 须以 }} 结束；要写 {{ 本身请用 {{{{'],
  [/^must not use the unknown variable (\S+): there are (.+)$/, (name, known) => `没有变量 ${name}，可用的有 ${known}`],
  [/^must be host:port, dns:\/\/\/host:port or etcd:\/\/\/service$/, () => '须为 host:port、dns:///host:port 或 etcd:///service'], // prettier-ignore
  [/^must be package\.Service\/Method$/, () => '须为 package.Service/Method 形式'],
  [/^must be a name in small letters that neither gRPC nor Crony uses itself$/, () => '须为小写名称，且不是 gRPC 或 Crony 自用的名称'], // prettier-ignore
  [/^must be printable ASCII$/, () => '须为可打印的 ASCII 字符'],
  [/^must be base64$/, () => '须为 base64 编码'],
  [/^must be 1 to 63 small letters, digits, dots.*$/, () => '须为 1 到 63 个小写字母、数字、点、下划线或连字符，且以字母或数字开头和结尾'], // prettier-ignore
  [/^must be an absolute path$/, () => '须为绝对路径'],
  [/^must be the name of an environment variable.*$/, () => '须为环境变量名，且不以 CRONY_ 开头'],
  [/^must be the name of a secret$/, () => '须为机密名称'],
  [/^must not hold NUL$/, () => '不得含 NUL 字符'],
  // The job as a whole
  [/^must be the name of a project that exists$/, () => '没有这个项目'],
  [/^must name a secret of the project (\S+): there is none named (\S+)$/, (project, name) => `项目 ${project} 没有名为 ${name} 的机密`], // prettier-ignore
  [/^means nothing with concurrency "(\w+)": only with "queue"$/, () => '只在排队等待时有意义'],
  [/^must be "sync" with a shell callback.*$/, () => '命令的结束就是其结果，不能稍后报告'],
  [/^means nothing with completion "sync": only with "async"$/, () => '只在稍后报告时有意义'],
  [/^with the rest of the job must fit into (\d+) bytes once compiled; this job takes (\d+)$/, (most, takes) => `任务整体至多 ${most} 字节，当前为 ${takes}`], // prettier-ignore
  [/^must be the name of a channel .*$/, () => '没有这个渠道'],
  [/^must not name a channel twice$/, () => '不得重复给出同一渠道'],
  [/^must name each outcome once$/, () => '每种结果只能给出一次'],
  [/^must be the id of a node that lives$/, () => '须为存活的节点'],
  [/^must be an origin such as .*$/, () => '须为来源地址（如 https://orders.internal）、grpc:host:port 或 shell'],
];

/** Of several rules at once (`…, or …`) each. */
export function ruleWords(rule: string): string {
  return String(rule)
    .split(/, or (?=must |is )/)
    .map((part) => translated(part) ?? part)
    .join('，或');
}

function translated(rule: string, translations: readonly Translation[] = TRANSLATIONS): string | null {
  for (const [pattern, words] of translations) {
    const found = pattern.exec(rule);
    if (found) return words(...found.slice(1));
  }
  return null;
}
