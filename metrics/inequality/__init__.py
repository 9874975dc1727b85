"""Summary measures of inequality between the groups of a setting.

Groups lie along the last axis of every array: value y (NaN: absent), its standard error s, its population n. Settings
lie along the axes before it, so that ten thousand settings are one call; settings with fewer groups are filled up with
NaN. Source of the definitions unless said: Schlotheuber and Hosseinpoor, International Journal of Environmental
Research and Public Health 19 (2022) 3697; of the standard errors: Ahn and others, JCO Clinical Cancer Informatics 2
(2018).
"""
