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
    public static string Of(WorkerOptions options) =>
        new JsonObject { [WorkerListOptions.Section] = new JsonArray(Worker(options, null)) }.ToJsonString(s_json);

    /// <summary>The same for the admin API.</summary>
    public static IReadOnlyDictionary<string, object?> Body(WorkerOptions options) =>
        Worker(options, JsonNamingPolicy.CamelCase).ToDictionary(f => f.Key, f => (object?)f.Value);

    /// <param name="options">The worker.</param>
    /// <param name="naming">Null: as the properties are called.</param>
    private static JsonObject Worker(WorkerOptions options, JsonNamingPolicy? naming)
    {
        var worker = new JsonObject();
        Put(worker, nameof(options.Id), options.Id ?? "gpu-1");
        Put(worker, nameof(options.Url), options.Url ?? "http://10.0.0.5:8000");
        PutAll(nameof(options.Models), options.Models);
        PutAll(nameof(options.Adapters), options.Adapters);
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
            worker[Named(nameof(options.KvEvents))] = source;
        }

        return worker;

        string Named(string name) => naming?.ConvertName(name) ?? name;

        void Put<T>(JsonObject into, string name, T? value, T? usual = default)
        {
            if (!EqualityComparer<T>.Default.Equals(value, usual))
            {
                into[Named(name)] = JsonValue.Create(value);
            }
        }

        void PutAll(string name, string[] names)
        {
            if (names.Length > 0)
            {
                worker[Named(name)] = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
            }
        }
    }
}
