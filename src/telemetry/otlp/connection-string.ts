/** Application Insights' connection string: recognised and checked, so that whoever set it learns what it does here. */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME = 'APPLICATIONINSIGHTS_CONNECTION_STRING';

/** One sentence or two, without the key. `hasTarget`: spans have somewhere to go. */
export function describeConnectionString(text: string, hasTarget: boolean): string {
  const parts = new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => [
        part.slice(0, part.indexOf('=')).trim().toLowerCase(),
        part.slice(part.indexOf('=') + 1).trim(),
      ]),
  );
  if (!UUID.test(parts.get('instrumentationkey') ?? '')) {
    return `${NAME} must be InstrumentationKey=UUID;IngestionEndpoint=URL;…; its InstrumentationKey is no UUID.`;
  }
  const ingestion = parts.get('ingestionendpoint') ?? 'https://dc.services.visualstudio.com';
  if (!URL.canParse(ingestion)) return `${NAME}: its IngestionEndpoint is no URL.`;
  const where = `${NAME} names Application Insights at ${new URL(ingestion).host}, which does not take OTLP.`;
  return hasTarget
    ? `${where} Spans go to the OTLP endpoint alone; an OpenTelemetry Collector there can pass them on (azuremonitor).`
    : `${where} Nothing is sent: set OTEL_EXPORTER_OTLP_ENDPOINT to an OpenTelemetry Collector with the exporter azuremonitor, which takes this connection string.`;
}
