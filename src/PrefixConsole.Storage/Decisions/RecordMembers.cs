using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace PrefixConsole.Storage.Decisions;

/// <summary>
/// Lets the serializer set what a type keeps to itself (<c>private init</c>), and miss what an older version did not write: a stored record
/// is read back as it was, not made by the rules that made it.
/// </summary>
internal static class RecordMembers
{
    public static void Open(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.Namespace?.StartsWith("PrefixConsole.", StringComparison.Ordinal) != true)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            // Defaults are not written, so a required member may be absent.
            property.IsRequired = false;
            if (property.Set is null && property.AttributeProvider is PropertyInfo { SetMethod: { IsPrivate: true } set })
            {
                property.Set = (target, value) => set.Invoke(target, [value]);
            }
        }
    }
}
