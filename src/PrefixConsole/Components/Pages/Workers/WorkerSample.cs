using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Components.Pages.Workers;

/// <summary>A worker as the section <c>Workers</c> of <c>appsettings.json</c> has it: what is not at its default.</summary>
internal static class WorkerSample
{
    private static readonly WorkerOptions s_default = new();
    private static readonly KvEventOptions s_defaultEvents = new();

    // It is read by people, and is no HTML.
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name and address of an example stand for those that are not typed.</summary>
    public static string Of(WorkerOptions options)
    {
        var worker = new JsonObject { ["Id"] = options.Id ?? "gpu-1", ["Url"] = options.Url ?? "http://10.0.0.5:8000" };
        Put(worker, nameof(options.Models), options.Models);
        Put(worker, nameof(options.Adapters), options.Adapters);
        Put(worker, nameof(options.Role), options.Role, s_default.Role);
        Put(worker, nameof(options.Engine), options.Engine, s_default.Engine);
        Put(worker, nameof(options.MetricsUrl), options.MetricsUrl);
        Put(worker, nameof(options.KvBlocks), options.KvBlocks);
        Put(worker, nameof(options.BlockSize), options.BlockSize);
        if (options.KvEvents is { } events)
        {
            var source = new JsonObject();
            Put(source, nameof(events.Endpoint), events.Endpoint);
            Put(source, nameof(events.ReplayEndpoint), events.ReplayEndpoint);
            Put(source, nameof(events.Topic), events.Topic);
            Put(source, nameof(events.Ranks), events.Ranks, s_defaultEvents.Ranks);
            worker[nameof(options.KvEvents)] = source;
        }

        return new JsonObject { [WorkerListOptions.Section] = new JsonArray(worker) }.ToJsonString(s_json);
    }

    private static void Put<T>(JsonObject into, string name, T? value, T? usual = default)
    {
        if (!EqualityComparer<T>.Default.Equals(value, usual))
        {
            into[name] = JsonValue.Create(value);
        }
    }

    private static void Put(JsonObject into, string name, string[] names)
    {
        if (names.Length > 0)
        {
            into[name] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        }
    }
}
