using Microsoft.AspNetCore.Http;
using PrefixConsole.Gateway.Accuracy;
using PrefixConsole.Gateway.Requests;
using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;
using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Gateway.Forwarding;

/// <summary>One routed request on its way. Belongs to one request; its parts run one after another.</summary>
internal sealed class Exchange
{
    public required HttpContext Context { get; init; }

    public required ApiKind Api { get; init; }

    /// <summary>What is sent to the worker.</summary>
    public required PooledBuffer Body { get; init; }

    public required DecisionEntry Entry { get; init; }

    /// <summary>Timestamp of the request's arrival.</summary>
    public required long Arrival { get; init; }

    public required ResponseObserver Observer { get; init; }

    /// <summary>The body asks for usage although the client did not.</summary>
    public required bool AddedUsage { get; init; }

    /// <summary>Bytes of prefix text when the prompt is text only, else 0.</summary>
    public required int TextBytes { get; init; }

    /// <summary>The decision being followed.</summary>
    public required ScheduleResult Current { get; set; }

    /// <summary>The start of the prompt without its namespace.</summary>
    public required NeutralPrefix Neutral { get; init; }

    /// <summary>Blocks that the chosen worker had reported as removed when it was chosen.</summary>
    public required long RemovedBefore { get; set; }

    public ObservedBody? ResponseBody { get; set; }

    /// <summary>Worker whose response is being sent on.</summary>
    public Worker? Accepted { get; set; }

    /// <summary>Worker whose response headers have reached the client.</summary>
    public Worker? Served { get; set; }

    /// <summary>Error code for the log; null while all is well.</summary>
    public string? Error { get; set; }

    /// <summary>Status for the log when it is not the response's own.</summary>
    public int? Status { get; set; }

    public bool Anthropic => Api is ApiKind.Messages;

    public RoutingRequest Request => Current.Request;
}
