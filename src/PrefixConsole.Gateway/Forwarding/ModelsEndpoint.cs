using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Keys;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary><c>/v1/models</c>: what the ready workers serve, base models before adapters, each in the order of the registry.</summary>
internal sealed class ModelsEndpoint(WorkerRegistry registry, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    public async Task ListAsync(HttpContext context)
    {
        if (await RefusedAsync(context))
        {
            return;
        }

        await WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var model in Models(context))
            {
                WriteModel(json, model);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task GetAsync(HttpContext context, string id)
    {
        if (await RefusedAsync(context))
        {
            return;
        }

        // routing leaves %2F as it came, and names of models have slashes
        var name = id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        foreach (var model in Models(context))
        {
            if (model.Id == name)
            {
                await WriteAsync(context, json => WriteModel(json, model));
                return;
            }
        }

        await ApiErrorWriter.WriteAsync(context, RoutingErrors.UnknownModel(name), anthropic: false);
    }

    private static async Task<bool> RefusedAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            return false;
        }

        context.Response.Headers.Allow = "GET, HEAD";
        await ApiErrorWriter.WriteAsync(context, new ApiError(StatusCodes.Status405MethodNotAllowed, "Use GET here.", "method_not_allowed"), anthropic: false);
        return true;
    }

    private List<(string Id, string? Parent)> Models(HttpContext context)
    {
        var models = Models();
        if (GatewayKeys.Of(context) is { } key)
        {
            models.RemoveAll(m => !key.Allows(m.Id));
        }

        return models;
    }

    private List<(string Id, string? Parent)> Models()
    {
        var served = registry.Workers.Where(w => w.Status is WorkerStatus.Ready).Select(w => w.Served).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var models = new List<(string, string?)>();
        foreach (var model in served.SelectMany(s => s.Models).Where(seen.Add))
        {
            models.Add((model, null));
        }

        foreach (var (adapter, parent) in served.SelectMany(s => s.Adapters.Select(a => (a, s.Models.Length == 1 ? s.Models[0] : null))).Where(a => seen.Add(a.a)))
        {
            models.Add((adapter, parent));
        }

        return models;
    }

    private void WriteModel(Utf8JsonWriter json, (string Id, string? Parent) model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("object", "model");
        json.WriteNumber("created", _created);
        json.WriteString("owned_by", "prefixconsole");
        json.WriteString("root", model.Id);
        json.WriteString("parent", model.Parent);
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }
}
