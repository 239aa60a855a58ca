namespace PrefixConsole.Gateway.Hosting;

/// <summary>Marks connections that were accepted by the gateway's listener.</summary>
internal interface IGatewayListenerTag;
