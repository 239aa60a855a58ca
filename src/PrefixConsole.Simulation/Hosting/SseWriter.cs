using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace PrefixConsole.Simulation.Hosting;

/// <summary>Writes server-sent events to a response's pipe; flushing is the caller's.</summary>
internal sealed class SseWriter(PipeWriter pipe)
{
    /// <summary>One event whose data is a JSON object.</summary>
    /// <param name="name">Event name; null for an unnamed event.</param>
    /// <param name="write">Writes the object's members.</param>
    public void Event(string? name, Action<Utf8JsonWriter> write)
    {
        if (name is not null)
        {
            pipe.Write(Encoding.UTF8.GetBytes($"event: {name}\n"));
        }

        pipe.Write("data: "u8);
        using (var json = new Utf8JsonWriter(pipe))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        pipe.Write("\n\n"u8);
    }

    public void Done() => pipe.Write("data: [DONE]\n\n"u8);
}
