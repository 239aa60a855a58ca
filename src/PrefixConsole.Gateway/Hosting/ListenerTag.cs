namespace PrefixConsole.Gateway.Hosting;

internal sealed class ListenerTag : IGatewayListenerTag
{
    public static ListenerTag Instance { get; } = new();
}
