namespace PrefixConsole.Gateway.Requests;

/// <summary>Headers the gateway reads and sets besides the usual ones.</summary>
public static class GatewayHeaders
{
    /// <summary>Everything that starts like this is between client and gateway and never reaches a worker.</summary>
    public const string Prefix = "x-prefix-";

    /// <summary>Holds the <see cref="DemoToken"/> on demo traffic.</summary>
    public const string Demo = "x-prefix-demo";

    /// <summary>Tenant, believed only when <c>Gateway:TrustTenantHeader</c> is on.</summary>
    public const string Tenant = "x-prefix-tenant";

    /// <summary>Response: id of the decision, to look it up in the console.</summary>
    public const string DecisionId = "x-prefix-decision-id";

    /// <summary>Token of a pin, see <see cref="Pins.WorkerPins"/>: the request goes to the pinned worker and to no other.</summary>
    public const string Pin = "x-prefix-pin";

    /// <summary>Response, on demo traffic and pinned requests only: the worker that served.</summary>
    public const string Worker = "x-prefix-worker";

    /// <summary>Session of the client.</summary>
    public const string SessionId = "x-session-id";

    /// <summary>Session of the client when <see cref="SessionId"/> is absent.</summary>
    public const string SessionToken = "x-session-token";

    /// <summary>The client's own request id; becomes the decision's id when it is usable and new.</summary>
    public const string RequestId = "x-request-id";
}
