/**
 * The HTML half of a mail: one table, styles at the elements, no picture and nothing to load, because that is what mail
 * programs agree on. Values stand in `bdi`: letters written from right to left must not drag what is beside them along.
 */
import type { Composition } from '../composition.js';

const COLOURS: Record<Composition['tone'], string> = { alarm: '#c0362c', good: '#1f7a4d', plain: '#2f5fae' };
const FONT =
  "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
const MONO = "ui-monospace,Menlo,Consolas,'Noto Sans Mono CJK SC',monospace";

export function mailHtml(composition: Composition): string {
  const { language, tone, title, facts, body, error, items, more, links, footer } = composition;
  const colour = COLOURS[tone];
  const rows = [
    body === null ? '' : `<p style="margin:0 0 16px">${escapeHtml(body)}</p>`,
    facts.length === 0 ? '' : factTable(facts),
    error === null
      ? ''
      : `<p style="margin:16px 0 6px;color:#6b7280;font-size:13px">${escapeHtml(error.label)}</p>` +
        `<pre style="margin:0 0 16px;padding:12px;background:#f4f5f7;border-left:3px solid ${colour};font:13px/1.5 ${MONO};white-space:pre-wrap;word-break:break-word;overflow-wrap:anywhere"><bdi>${escapeHtml(error.value)}</bdi></pre>`,
    items.length === 0 ? '' : itemList(items),
    more === null ? '' : `<p style="margin:8px 0 16px;color:#6b7280">${escapeHtml(more)}</p>`,
    linkRow(links, colour),
  ];
  return `<!DOCTYPE html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}" dir="ltr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px 12px;background:#eceef1">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td align="center">
<table role="presentation" width="100%" cellspacing="0" cellpadding="0" style="max-width:640px;background:#ffffff;border-top:4px solid ${colour};font:15px/1.5 ${FONT};color:#1f2328">
<tr><td style="padding:24px 28px 8px"><h1 style="margin:0 0 16px;font-size:20px;line-height:1.35;color:${colour};overflow-wrap:anywhere"><bdi>${escapeHtml(title)}</bdi></h1>
${rows.filter((row) => row !== '').join('\n')}
</td></tr>
<tr><td style="padding:12px 28px 20px;border-top:1px solid #e5e7eb;color:#6b7280;font-size:12px">${escapeHtml(footer)}</td></tr>
</table></td></tr></table>
</body></html>
`;
}

function factTable(facts: Composition['facts']): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#6b7280;white-space:nowrap;vertical-align:top">${escapeHtml(label)}</td><td style="padding:4px 0;overflow-wrap:anywhere"><bdi>${escapeHtml(value)}</bdi></td></tr>`,
  );
  return `<table role="presentation" cellspacing="0" cellpadding="0" style="margin:0 0 8px;font-size:14px">${rows.join('')}</table>`;
}

function itemList(items: Composition['items']): string {
  const rows = items.map(
    ({ text, time, url }) =>
      `<li style="margin:0 0 8px;overflow-wrap:anywhere"><a href="${escapeHtml(url)}" style="color:#1f2328"><bdi>${escapeHtml(text)}</bdi></a><br><span style="color:#6b7280;font-size:13px">${escapeHtml(time)}</span></li>`,
  );
  return `<ol style="margin:0 0 8px;padding-left:24px;font-size:14px">${rows.join('')}</ol>`;
}

function linkRow(links: Composition['links'], colour: string): string {
  const anchors = links.map(({ label, url }, index) => {
    const style =
      index === 0
        ? `display:inline-block;padding:8px 16px;background:${colour};color:#ffffff;text-decoration:none;font-size:14px`
        : 'display:inline-block;padding:8px 0 8px 16px;color:#2f5fae;font-size:14px';
    return `<a href="${escapeHtml(url)}" style="${style}">${escapeHtml(label)}</a>`;
  });
  return `<p style="margin:16px 0">${anchors.join('')}</p>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
