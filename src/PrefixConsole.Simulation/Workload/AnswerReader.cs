using System.Text;
using System.Text.Json;
using PrefixConsole.Simulation.Tokenization;

namespace PrefixConsole.Simulation.Workload;

/// <summary>Reads the text of an answer of OpenAI's chat or completions API.</summary>
internal static class AnswerReader
{
    /// <summary>Throws when the stream ends before <c>[DONE]</c>.</summary>
    public static async Task<string> ReadStreamAsync(Stream body, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        using var reader = new StreamReader(body, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line == "data: [DONE]")
            {
                return answer.ToString();
            }

            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var chunk = JsonDocument.Parse(line.AsMemory(6));
                answer.Append(Text(chunk.RootElement, "delta"));
            }
        }

        throw new IOException("The stream ended early.");
    }

    public static async Task<string> ReadWholeAsync(Stream body, CancellationToken cancellationToken)
    {
        using var whole = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return Text(whole.RootElement, "message") ?? "";
    }

    private static string? Text(JsonElement root, string member) =>
        root.Get("choices") is { ValueKind: JsonValueKind.Array } choices && choices.GetArrayLength() > 0
            ? choices[0].Get(member).Text("content") ?? choices[0].Text("text")
            : null;
}
