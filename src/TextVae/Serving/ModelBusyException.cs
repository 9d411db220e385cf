namespace TextVae;

/// <summary>The queue of a model is full, and it was loaded with <see cref="TextVaeModelOptions.RefusesWhenFull"/>.</summary>
public sealed class ModelBusyException : TextVaeException
{
    internal ModelBusyException(int queue)
        : base($"The model is busy: {queue} pieces of work wait for it already. Ask again later.")
    {
    }
}
