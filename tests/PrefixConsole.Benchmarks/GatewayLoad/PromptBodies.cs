using System.Text;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>
/// Chat requests of one size: eight system prompts of about half the size, one of which begins each body, then a conversation that
/// no other body has. So prefixes are shared as in real traffic and hashing and the tree have real work.
/// </summary>
internal static class PromptBodies
{
    public const string Model = "bench";
    private const int SystemPrompts = 8;
    private const int MaxBodies = 400;
    private const int MaxTotal = 48 * 1024 * 1024;

    /// <summary>Bodies of exactly <paramref name="kilobytes"/> KB, each one line; several hundred, fewer when they are large.</summary>
    public static byte[][] Create(int kilobytes, bool stream, int seed = 1)
    {
        var random = new Random(seed);
        var size = kilobytes * 1024;
        var systems = new string[SystemPrompts];
        for (var i = 0; i < systems.Length; i++)
        {
            systems[i] = Words(random, size * 45 / 100);
        }

        var bodies = new byte[Math.Clamp(MaxTotal / size, SystemPrompts, MaxBodies)][];
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = Body(random, size, systems[i % SystemPrompts], stream);
        }

        return bodies;
    }

    private static byte[] Body(Random random, int size, string system, bool stream)
    {
        // "stream" stands near the start, where the echo server looks for it
        var body = new StringBuilder(size)
            .Append("{\"model\":\"").Append(Model).Append("\",\"stream\":").Append(stream ? "true" : "false")
            .Append(",\"max_tokens\":50,\"messages\":[{\"role\":\"system\",\"content\":\"").Append(system).Append("\"}");
        var turn = Math.Clamp(size / 10, 200, 4096);
        while (size - body.Length > 3 * turn)
        {
            body.Append(",{\"role\":\"user\",\"content\":\"").Append(Words(random, turn)).Append("\"}");
            body.Append(",{\"role\":\"assistant\",\"content\":\"").Append(Words(random, turn)).Append("\"}");
        }

        body.Append(",{\"role\":\"user\",\"content\":\"");
        const string end = "\"}]}";
        body.Append(Words(random, size - body.Length - end.Length)).Append(end);
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    /// <summary>Text of exactly <paramref name="length"/> characters as JSON escapes it, with line breaks and now and then a quote.</summary>
    private static string Words(Random random, int length)
    {
        var text = new StringBuilder(length + 16);
        var line = 0;
        while (text.Length < length)
        {
            for (var letters = random.Next(2, 10); letters > 0; letters--)
            {
                text.Append((char)random.Next('a', 'z' + 1));
            }

            line++;
            text.Append(line % 12 == 0 ? "\\n" : line % 40 == 7 ? "\\\"" : " ");
        }

        text.Length = length;
        if (length > 0 && text[^1] == '\\')
        {
            // half an escape
            text[^1] = '.';
        }

        return text.ToString();
    }
}
