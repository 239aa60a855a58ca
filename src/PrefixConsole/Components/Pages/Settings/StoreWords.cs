using PrefixConsole.Components.Controls;
using PrefixConsole.Storage.Writing;

namespace PrefixConsole.Components.Pages.Settings;

/// <summary>The state of the store in words.</summary>
internal static class StoreWords
{
    public static string Of(StoreView store) => store.Status switch
    {
        StoreStatus.Off => "off: everything is in memory, and a restart forgets it",
        StoreStatus.Opening => "opening",
        StoreStatus.Ready => $"ready since {Figures.DateAndTime(store.Since)}",
        _ => $"failing since {Figures.DateAndTime(store.Since)}: {store.Cause}",
    };
}
