/** Block style with sorted keys, as PyYAML's safe_dump writes it. */
export async function formatYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  const text = stringify(value, {
    version: '1.1',
    sortMapEntries: true,
    indentSeq: false,
    singleQuote: true,
    lineWidth: 80,
    aliasDuplicateObjects: false,
  });
  return typeof value === 'object' && value !== null ? text : `${text}...\n`;
}
