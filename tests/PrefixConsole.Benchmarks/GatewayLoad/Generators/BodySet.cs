namespace PrefixConsole.Benchmarks.GatewayLoad.Generators;

/// <summary>The bodies of one cell, in memory and, for wrk, in a file with one body per line.</summary>
internal sealed class BodySet
{
    private BodySet(int kilobytes, bool stream, byte[][] bodies, string file) => (Kilobytes, Stream, Bodies, File) = (kilobytes, stream, bodies, file);

    public int Kilobytes { get; }

    public bool Stream { get; }

    public byte[][] Bodies { get; }

    public string File { get; }

    /// <summary>Bodies for loops of our own, which read no file.</summary>
    public static BodySet Of(byte[][] bodies) => new(bodies[0].Length / 1024, stream: false, bodies, "");

    public static BodySet Create(int kilobytes, bool stream, string folder)
    {
        var bodies = PromptBodies.Create(kilobytes, stream);
        var file = Path.Combine(folder, $"bodies-{kilobytes}k{(stream ? "-stream" : "")}.txt");
        using var output = System.IO.File.Create(file);
        foreach (var body in bodies)
        {
            output.Write(body);
            output.WriteByte((byte)'\n');
        }

        return new BodySet(kilobytes, stream, bodies, file);
    }
}
