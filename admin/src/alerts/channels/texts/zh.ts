import type { Said, Texts } from './texts.js';

const FAILED: Record<string, string> = {
  failed: '执行失败',
  timed_out: '执行超时',
  lost: '因节点失联而丢失',
  missed: '错过了计划时间',
  skipped: '被跳过',
  cancelled: '被取消',
};

const limitOf = ({ limit }: Said, tell: (limit: number) => string): string =>
  limit === null ? '' : `（上限 ${tell(limit)}）`;

export const zh: Texts = {
  raised: {
    failure: ({ job, outcome }) => `作业 ${job} ${FAILED[outcome] ?? '执行失败'}`,
    failures_in_row: ({ job, measured, number }) =>
      measured === null ? `作业 ${job} 连续多次失败` : `作业 ${job} 连续失败 ${number(measured)} 次`,
    failure_rate: (said) =>
      `作业 ${said.job} 的失败率${said.measured === null ? '过高' : `为 ${said.number(said.measured)}%`}${limitOf(said, (limit) => `${said.number(limit)}%`)}`,
    slow: (said) =>
      `作业 ${said.job} ${said.measured === null ? '耗时过长' : `耗时 ${said.duration(said.measured)}`}${limitOf(said, said.duration)}`,
    late: (said) =>
      `作业 ${said.job} ${said.measured === null ? '启动过晚' : `延迟 ${said.duration(said.measured)}启动`}${limitOf(said, said.duration)}`,
    missed: ({ job, measured, number }) =>
      measured !== null && measured > 1
        ? `作业 ${job} 错过了 ${number(measured)} 个计划时间`
        : `作业 ${job} 错过了计划时间`,
    silence: (said) =>
      `作业 ${said.job} ${said.measured === null ? '长时间' : `已有 ${said.duration(said.measured)}`}没有成功${limitOf(said, said.duration)}`,
    not_run_by: ({ job }) => `作业 ${job} 未在规定时间前执行`,
    no_node: ({ job }) => `没有节点可以执行作业 ${job}`,
    node_lost: ({ node }) => `节点 ${node} 失联`,
    leader_lost: () => '集群没有主 hub',
    etcd_unreachable: ({ hub }) => (hub === '' ? 'etcd 无响应' : `hub ${hub} 无法访问 etcd`),
    database_unreachable: ({ hub }) => (hub === '' ? '数据库无响应' : `hub ${hub} 无法访问数据库`),
    circuit_open: ({ target }) => `目标 ${target} 持续失败，调用已暂停`,
    clock_skew: (said) =>
      `节点 ${said.node} 的时钟${said.measured === null ? '不准' : `偏差 ${said.duration(said.measured)}`}${limitOf(said, said.duration)}`,
  },
  recovered: {
    failure: ({ job }) => `作业 ${job} 再次执行成功`,
    failures_in_row: ({ job }) => `作业 ${job} 再次执行成功`,
    failure_rate: ({ job }) => `作业 ${job} 的失败率恢复正常`,
    slow: ({ job }) => `作业 ${job} 的耗时恢复正常`,
    late: ({ job }) => `作业 ${job} 恢复准时启动`,
    missed: ({ job }) => `作业 ${job} 恢复按计划执行`,
    silence: ({ job }) => `作业 ${job} 已执行成功`,
    not_run_by: ({ job }) => `作业 ${job} 已执行`,
    no_node: ({ job }) => `已有节点接手作业 ${job}`,
    node_lost: ({ node }) => `节点 ${node} 已恢复`,
    leader_lost: () => '集群已有主 hub',
    etcd_unreachable: ({ hub }) => (hub === '' ? 'etcd 恢复响应' : `hub ${hub} 恢复访问 etcd`),
    database_unreachable: ({ hub }) => (hub === '' ? '数据库恢复响应' : `hub ${hub} 恢复访问数据库`),
    circuit_open: ({ target }) => `目标 ${target} 恢复响应，调用已恢复`,
    clock_skew: ({ node }) => `节点 ${node} 的时钟恢复正常`,
  },
  recovery: (sentence) => `已恢复：${sentence}`,
  escalation: (sentence) => `升级通知：${sentence}`,
  statusOf: {
    escalation: '仍未恢复，且无人确认',
    recovery: '已结束',
  },
  labels: {
    job: '作业',
    project: '项目',
    status: '状态',
    outcome: '结果',
    plannedAt: '计划时间',
    startedAt: '开始时间',
    attempts: '尝试次数',
    duration: '耗时',
    node: '节点',
    hub: 'Hub',
    target: '目标',
    reason: '原因',
    nextRun: '下次执行',
    raisedAt: '告警时间',
    resolvedAt: '恢复时间',
    lastError: '最后一次错误',
  },
  wholeCluster: '整个集群',
  noNextRun: '没有计划',
  links: { run: '查看运行记录', job: '查看作业', alert: '查看告警', alerts: '查看全部告警' },
  outcomes: {
    succeeded: '成功',
    failed: '失败',
    timed_out: '超时',
    cancelled: '已取消',
    skipped: '已跳过',
    missed: '已错过',
    lost: '已丢失',
  },
  units: { day: ' 天', hour: ' 小时', minute: ' 分钟', second: ' 秒', millisecond: ' 毫秒' },
  digest({ total, jobs, period, onlyFailures }) {
    const of = jobs === 0 ? '' : `，涉及 ${jobs} 个作业`;
    return `最近 ${period}内有 ${total} ${onlyFailures ? '次失败' : '条告警'}${of}`;
  },
  more: (count) => `另有 ${count} 条`,
  test: {
    title: (channel) => `通道 ${channel} 的测试消息`,
    body: '如果您能看到这条消息，说明该通道的告警可以送达。没有任何作业失败。',
  },
  footer: (channel) => `由 Crony 通过通道 ${channel} 发送。`,
  cut: (characters) => `…（还有 ${characters} 个字符）`,
};
