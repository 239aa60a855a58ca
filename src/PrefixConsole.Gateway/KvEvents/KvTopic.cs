namespace PrefixConsole.Gateway.KvEvents;

/// <summary>Who speaks, by the topic of the message: <c>kv@pod@model</c>, else the whole topic is the pod.</summary>
internal readonly record struct KvTopic(string Source, string Model)
{
    public static KvTopic Parse(string topic) =>
        topic.Split('@') is ["kv", var source, var model] ? new KvTopic(source, model) : new KvTopic(topic, "");
}
