using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Storage.Model;

namespace PrefixConsole.Storage.Decisions;

/// <summary>
/// A decision as it lies in the database: its searched columns, and the entire record (decisions, matrix, outcome) as JSON packed with Brotli,
/// so that a stored decision explains itself exactly as it did when it was new.
/// </summary>
public static class DecisionCodec
{
    // Columns and indexes of a row besides its record.
    private const int RowOverhead = 300;

    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectRequiredConstructorParameters = false,
        Converters = { new WorkerIdConverter(), new ScorerRowConverter(), new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RecordMembers.Open } },
    };

    public static DecisionRow Pack(DecisionEntry entry)
    {
        var decision = entry.Decision;
        var record = Compress(JsonSerializer.SerializeToUtf8Bytes(new DecisionRecord(decision, entry.FirstDecision, entry.Outcome, entry.FirstFailure), s_json));
        return new DecisionRow
        {
            RequestId = ColumnText.Fit(entry.Id, 200),
            At = decision.At,
            Model = ColumnText.Fit(decision.Request.Model, 300),
            Tenant = ColumnText.Fit(decision.Request.Tenant, 300),
            Worker = decision.Winner is { } winner ? ColumnText.Fit(winner.Value, 200) : null,
            Strategy = ColumnText.Fit(decision.Strategy, 100),
            Revision = decision.Revision,
            Reason = ColumnText.Fit(decision.Reason, 100),
            Margin = decision.Margin,
            Failed = entry.Outcome is { Succeeded: false },
            Retried = entry.FirstDecision is not null,
            Mispredicted = entry.Outcome?.Account is { IsMispredicted: true },
            Record = record,
            Bytes = record.Length + RowOverhead,
        };
    }

    /// <exception cref="InvalidDataException">The record was written by a version that this one does not understand.</exception>
    public static DecisionEntry Unpack(DecisionRow row)
    {
        try
        {
            using var packed = new MemoryStream(row.Record);
            using var json = new BrotliStream(packed, CompressionMode.Decompress);
            return JsonSerializer.Deserialize<DecisionRecord>(json, s_json) is { } record
                ? DecisionEntry.Restore(row.Id, record.Decision, record.First, record.Failure, record.Outcome)
                : throw new InvalidDataException($"stored decision {row.RequestId} is empty");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException($"stored decision {row.RequestId} cannot be read by this version", error);
        }
    }

    private static byte[] Compress(byte[] json)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(json.Length)];
        return BrotliEncoder.TryCompress(json, packed, out var length, quality: 5, window: 18)
            ? packed[..length]
            : throw new InvalidOperationException("the buffer holds any compressed record");
    }

    private sealed record DecisionRecord(RoutingDecision Decision, RoutingDecision? First, DecisionOutcome? Outcome, AttemptFailure? Failure);
}
