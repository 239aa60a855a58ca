using System.Text.Json;

namespace PrefixConsole.Gateway.Health;

/// <summary>
/// llama.cpp's <c>/slots</c>. It names the room of every slot and whether it works, not how full it is: the share of the room that
/// working slots have is the upper bound of what is in use.
/// </summary>
internal static class LlamaCppSlots
{
    /// <summary>Share of the context that belongs to working slots, 0 to 1; null when the answer is not such a list.</summary>
    public static double? Usage(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Array)
            {
                return null;
            }

            double all = 0;
            double working = 0;
            foreach (var slot in document.RootElement.EnumerateArray())
            {
                if (slot.ValueKind is JsonValueKind.Object
                    && slot.TryGetProperty("n_ctx", out var room) && room.ValueKind is JsonValueKind.Number && room.TryGetInt64(out var size) && size > 0
                    && slot.TryGetProperty("is_processing", out var works) && works.ValueKind is JsonValueKind.True or JsonValueKind.False)
                {
                    all += size;
                    working += works.ValueKind is JsonValueKind.True ? size : 0;
                }
            }

            return all > 0 ? working / all : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
