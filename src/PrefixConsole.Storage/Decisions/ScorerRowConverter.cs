using System.Text.Json;
using System.Text.Json.Serialization;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Storage.Decisions;

/// <summary>A row of the matrix: scorer, weight, and its inputs, scores and terms as arrays of one length.</summary>
internal sealed class ScorerRowConverter : JsonConverter<ScorerRow>
{
    public override ScorerRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var row = JsonSerializer.Deserialize<Row>(ref reader, options) ?? throw new JsonException("a scorer's row is missing");
        var (raw, scores, terms) = (row.Raw ?? [], row.Scores ?? [], row.Terms ?? []);
        var values = row.Values ?? [];
        return new ScorerRow(row.Scorer, row.Weight, raw, scores, [.. terms], values);
    }

    public override void Write(Utf8JsonWriter writer, ScorerRow value, JsonSerializerOptions options)
    {
        var terms = value.TermNames;
        var values = new float[terms.Length * value.Raw.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            value.Term(i).CopyTo(values.AsSpan(i * value.Raw.Length));
        }

        JsonSerializer.Serialize(writer, new Row(value.Scorer, value.Weight, [.. value.Raw], [.. value.Scores], [.. terms], values), options);
    }

    private sealed record Row(string Scorer, float Weight, float[]? Raw, float[]? Scores, string[]? Terms, float[]? Values);
}
