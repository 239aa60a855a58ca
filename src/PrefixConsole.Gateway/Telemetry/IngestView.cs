using System.Collections.Immutable;
using PrefixConsole.Gateway.KvEvents;

namespace PrefixConsole.Gateway.Telemetry;

/// <summary>What comes in of KV events, as of one moment.</summary>
/// <param name="Rows">By worker and rank.</param>
/// <param name="Totals">Over the rows.</param>
/// <param name="Listener">The listener that all engines may connect to; null when none is configured.</param>
public sealed record IngestView(ImmutableArray<IngestRow> Rows, IngestTotals Totals, KvListenerView? Listener);
