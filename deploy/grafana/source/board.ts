/** A dashboard of Crony: its variables, its links to the others, its rows. */
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { DATASOURCE, type Panel } from './panels.js';

export interface Row {
  title: string;
  panels: Panel[];
}

export interface BoardOptions {
  uid: `crony-${string}`;
  title: string;
  description: string;
  rows: Row[];
  /** With a variable for the processes that show this metric. */
  instancesOf?: string;
}

export function board({ uid, title, description, rows, instancesOf }: BoardOptions): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(`Crony: ${title}`)
    .uid(uid)
    .description(description)
    .tags(['crony'])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .timezone('browser')
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(
      new dashboard.DashboardLinkBuilder('Crony')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['crony'])
        .keepTime(true)
        .includeVars(true),
    )
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'))
    .withVariable(
      labels('cluster', 'crony_hub_leading').label('Cluster').description('As the scrape configuration labels it'),
    );
  if (instancesOf !== undefined) {
    builder.withVariable(labels('instance', `${instancesOf}{cluster=~"$cluster"}`).label('Node').multi(true));
  }
  for (const { title: of, panels } of rows) {
    builder.withRow(new dashboard.RowBuilder(of));
    for (const panel of panels) builder.withPanel(panel);
  }
  const built = builder.build();
  built.panels?.forEach((panel, i) => (panel.id = i + 1));
  return built;
}

/** `.*` rather than a list of all: a label that nobody set matches too. */
function labels(label: string, of: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(label)
    .datasource(DATASOURCE)
    .query({ query: `label_values(${of}, ${label})`, refId: label })
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.NaturalAsc)
    .includeAll(true)
    .allValue('.*')
    .current({ text: 'All', value: '$__all', selected: true });
}
