namespace TextVae;

/// <summary>
/// An error that a user can mend. Its message is one paragraph: what was found, where, what is allowed and what to do.
/// </summary>
public class TextVaeException : Exception
{
    /// <summary>Makes the error with its whole message.</summary>
    public TextVaeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A recipe, a command or an option that cannot be used as it stands.</summary>
public sealed class RecipeException : TextVaeException
{
    /// <inheritdoc cref="TextVaeException(string, Exception?)"/>
    public RecipeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses options of which something is wrong, with all of it.</summary>
    /// <param name="problems">What is wrong, each as one sentence.</param>
    /// <exception cref="RecipeException">There is a problem.</exception>
    public static void ThrowIfAny(IEnumerable<string> problems)
    {
        if (problems.ToArray() is { Length: > 0 } all)
            throw new RecipeException(string.Join(' ', all));
    }
}

/// <summary>Data that cannot be read: raw text, a dataset folder, a model folder, a checkpoint.</summary>
public sealed class DataException : TextVaeException
{
    /// <inheritdoc cref="TextVaeException(string, Exception?)"/>
    public DataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The native runtime (libtorch) that cannot be loaded or used on this machine.</summary>
public sealed class NativeRuntimeException : TextVaeException
{
    /// <inheritdoc cref="TextVaeException(string, Exception?)"/>
    public NativeRuntimeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A training that cannot go on or has left no model, because its numbers are not finite: another recipe may do better.</summary>
public sealed class DivergenceException : TextVaeException
{
    /// <inheritdoc cref="TextVaeException(string, Exception?)"/>
    public DivergenceException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
