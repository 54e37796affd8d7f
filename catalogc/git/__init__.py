"""Git, closed: no hook, filter, pager, prompt or network of the caller takes part.

Plain ``git`` reads in bulk; nothing here touches the work tree.
"""
