using System.Collections.Immutable;
using System.Text.Json;

namespace PrefixConsole.Gateway.Health;

/// <summary>A worker's <c>/v1/models</c>: entries with a <c>parent</c> are LoRA adapters. Bounded to 1,000 names of each kind.</summary>
internal sealed record ModelList(ImmutableArray<string> Models, ImmutableArray<string> Adapters)
{
    private const int MaxNames = 1_000;

    /// <summary>Null when the answer is not such a list.</summary>
    public static ModelList? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object
                || !document.RootElement.TryGetProperty("data", out var data)
                || data.ValueKind is not JsonValueKind.Array)
            {
                return null;
            }

            var models = ImmutableArray.CreateBuilder<string>();
            var adapters = ImmutableArray.CreateBuilder<string>();
            foreach (var entry in data.EnumerateArray())
            {
                if (entry.ValueKind is not JsonValueKind.Object
                    || !entry.TryGetProperty("id", out var id) || id.ValueKind is not JsonValueKind.String || id.GetString() is not { Length: > 0 } name)
                {
                    continue;
                }

                var isAdapter = entry.TryGetProperty("parent", out var parent) && parent.ValueKind is JsonValueKind.String;
                var names = isAdapter ? adapters : models;
                if (names.Count < MaxNames && !names.Contains(name))
                {
                    names.Add(name);
                }
            }

            return new ModelList(models.ToImmutable(), adapters.ToImmutable());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
